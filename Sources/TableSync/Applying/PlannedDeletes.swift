import TableModel

/// The ids of the records that a plan deletes, each given only after the whole record was read and written down.
///
/// A record is read with all of its cells, so that it can be made again; one that is not what the plan saw is left alone.
/// Reads a page of a hundred at a time, as the run takes the ids. A page that cannot be read ends the sequence, so that nothing
/// more is deleted; ``findings`` tells why. Single pass.
struct PlannedDeletes<Reader: PageReader>: AsyncSequence, Sendable {
    typealias Element = RecordID

    let operations: PlanOperations
    let leftOut: Drifts
    let header: PlanHeader
    let reader: Reader
    let log: any RunLog
    /// Notes which of the plan's writing steps each one is that is given.
    let numbers: RowNumbers
    let findings = DeleteFindings()

    struct AsyncIterator: AsyncIteratorProtocol {
        private let deletes: PlannedDeletes
        private var steps: PlanOperations.AsyncIterator
        private var ready: ArraySlice<Step> = []
        private var nextNumber = 0

        init(_ deletes: PlannedDeletes) {
            self.deletes = deletes
            steps = deletes.operations.makeAsyncIterator()
        }

        mutating func next() async throws -> RecordID? {
            while ready.isEmpty {
                let page = try nextPage()
                if page.isEmpty { return nil }
                do {
                    ready = try await deletes.read(page)[...]
                } catch let error as RemoteError {
                    deletes.findings.end(error)
                    return nil
                }
            }
            guard let step = ready.popFirst() else { return nil }
            deletes.numbers.append(step.number)
            return step.delete.id
        }

        private mutating func nextPage() throws(PlanFileError) -> [Step] {
            var page: [Step] = []
            while page.count < deletes.reader.recordsPerPage, let step = try steps.nextOperation() {
                let number = nextNumber
                if step.isWrite { nextNumber += 1 }
                if case .delete(let delete) = step, !deletes.leftOut.contains(step) { page.append((number, delete)) }
            }
            return page
        }
    }

    private typealias Step = (number: Int, delete: PlannedDelete)

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    /// Counts the records that were not come to: they were neither taken nor found to be others than the plan saw.
    ///
    /// - Parameter taken: How many of those that were given were taken; the last may not have been.
    func countLeft(taken: Int) throws(PlanFileError) -> Int {
        let moved = Set(findings.found.drifts.map(\.id))
        let given = numbers.first(taken)
        var steps = operations.makeAsyncIterator()
        var number = 0
        var left = 0
        while let step = try steps.nextOperation() {
            guard step.isWrite else { continue }
            defer { number += 1 }
            guard case .delete(let delete) = step, !leftOut.contains(step) else { continue }
            if !given.contains(number), !moved.contains(delete.id) { left += 1 }
        }
        return left
    }

    /// Reads the records whole, writes them down, and gives those that may be deleted.
    private func read(_ steps: [Step]) async throws -> [Step] {
        var found: [RecordID: Record] = [:]
        let cost = try await reader.read(RecordQuery(.ids(steps.map(\.delete.id)))) { answer in
            for record in answer.records { found[record.id] = record }
            return .goOn
        }
        var page = DeleteFindings.Found(cost: cost)
        var unmoved: [(step: Step, record: Record)] = []
        for step in steps {
            let delete = step.delete
            if let record = found[delete.id], header.isUnmoved(record, since: .delete(delete)) {
                unmoved.append((step, record))
            } else {
                let kind: Drift.Kind = found[delete.id] == nil ? .gone : .changed
                page.drifts.append(Drift(kind, delete.id, key: delete.key, line: nil))
            }
        }
        findings.add(page)
        if !unmoved.isEmpty { try await log.record(.preImages(unmoved.map(\.record))) }
        return unmoved.map(\.step)
    }
}
