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
