import TableModel

/// The steps of a plan that write cells, in its order, but for those that are left out.
///
/// It can be read any number of times, and gives the same steps each time.
struct PlannedWrites: AsyncSequence, Sendable {
    typealias Element = MergeRow
    typealias Failure = PlanFileError

    let operations: PlanOperations
    let leftOut: Drifts
    /// Notes which of the plan's writing steps each one is that is given; nil if nobody wants to know.
    var numbers: RowNumbers?

    struct AsyncIterator: AsyncIteratorProtocol, Sendable {
        private var steps: PlanOperations.AsyncIterator
        private let leftOut: Drifts
        private let numbers: RowNumbers?
        private var nextNumber = 0

        init(_ writes: PlannedWrites) {
            steps = writes.operations.makeAsyncIterator()
            leftOut = writes.leftOut
            numbers = writes.numbers
        }

        mutating func next() async throws(PlanFileError) -> MergeRow? { try nextWrite()?.row }

        /// The next write, without suspending.
        mutating func nextWrite() throws(PlanFileError) -> PlannedWrite? {
            while let step = try steps.nextOperation() {
                let number = nextNumber
                if step.isWrite { nextNumber += 1 }
                guard let write = PlannedWrite(step), !leftOut.contains(step) else { continue }
                numbers?.append(number)
                return write
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
