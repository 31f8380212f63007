import JSONText

/// The steps of a plan, read from its file as they are asked for.
///
/// It can be read any number of times, also at once; each reading holds a quarter of a megabyte and one step.
public struct PlanOperations: AsyncSequence, Sendable {
    /// A step.
    public typealias Element = PlanOperation
    /// What reading a step may throw.
    public typealias Failure = PlanFileError

    let file: PlanFile
    /// Where the lines of the steps are in the file.
    let body: Range<Int>

    /// One reading of the steps.
    public struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        private static let pieceSize = 256 << 10

        private let operations: PlanOperations
        private var offset: Int
        private var stream = JSONStream(.lines)
        private var isFinished = false

        init(_ operations: PlanOperations) {
            self.operations = operations
            offset = operations.body.lowerBound
        }

        /// The next step; nil after the last one.
        public mutating func next() async throws(PlanFileError) -> PlanOperation? { try nextOperation() }

        /// The next step, without suspending; nil after the last one.
        public mutating func nextOperation() throws(PlanFileError) -> PlanOperation? {
            while true {
                if let element = try element() {
                    do throws(PlanTextProblem) {
                        return try PlanOperation(json: element.value)
                    } catch {
                        throw unreadable(error.message, line: element.line)
                    }
                }
                guard !isFinished else { return nil }
                let count = Swift.min(Self.pieceSize, operations.body.upperBound - offset)
                let piece = count > 0 ? try operations.file.read(at: offset, upTo: count) : []
                offset += piece.count
                if piece.isEmpty {
                    isFinished = true
                    stream.finish()
                } else {
                    stream.append(piece)
                }
            }
        }

        private mutating func element() throws(PlanFileError) -> JSONStream.Element? {
            do throws(JSONReadError) {
                return try stream.next()
            } catch {
                throw unreadable(error.message, line: error.line)
            }
        }

        /// `line` is counted from the first step; the header is a line too.
        private func unreadable(_ message: String, line: Int) -> PlanFileError {
            PlanFileError(
                .edited, file: operations.file.name, line: line + 1,
                message: "the step cannot be understood: \(message)", remedy: "Make the plan again.")
        }
    }

    /// Begins to read with the first step.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
