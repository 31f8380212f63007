import TableModel

/// The steps of a plan that write cells, in its order, but for those that are left out.
///
/// It can be read any number of times, and gives the same steps each time.
struct PlannedWrites: AsyncSequence, Sendable {
    typealias Element = MergeRow
    typealias Failure = PlanFileError

    let operations: PlanOperations
    let leftOut: Drifts

    struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        private var steps: PlanOperations.AsyncIterator
        private let leftOut: Drifts

        init(_ writes: PlannedWrites) {
            steps = writes.operations.makeAsyncIterator()
            leftOut = writes.leftOut
        }

        mutating func next() async throws(PlanFileError) -> MergeRow? { try nextWrite()?.row }

        /// The next write, without suspending.
        mutating func nextWrite() throws(PlanFileError) -> PlannedWrite? {
            while let step = try steps.nextOperation() {
                if let write = PlannedWrite(step), !leftOut.contains(step) { return write }
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
