import TableModel

/// The ids of the records that a plan deletes, each given only after the whole record was read and written down.
///
/// A record is read with all of its cells, so that it can be made again; one that is not what the plan saw is left alone.
/// Reads a page of a hundred at a time, as the run takes the ids. Single pass.
struct PlannedDeletes<Reader: PageReader>: AsyncSequence, Sendable {
    typealias Element = RecordID

    let operations: PlanOperations
    let leftOut: Drifts
    let managed: ManagedFields
    let reader: Reader
    let log: any RunLog
    let findings = DeleteFindings()

    struct AsyncIterator: AsyncIteratorProtocol {
        private let deletes: PlannedDeletes
        private var steps: PlanOperations.AsyncIterator
        private var ready: ArraySlice<RecordID> = []

        init(_ deletes: PlannedDeletes) {
            self.deletes = deletes
            steps = deletes.operations.makeAsyncIterator()
        }

        mutating func next() async throws -> RecordID? {
            while ready.isEmpty {
                let page = try nextPage()
                if page.isEmpty { return nil }
                ready = try await deletes.read(page)[...]
            }
            return ready.popFirst()
        }

        private mutating func nextPage() throws(PlanFileError) -> [PlannedDelete] {
            var page: [PlannedDelete] = []
            while page.count < deletes.reader.recordsPerPage, let step = try steps.nextOperation() {
                if case .delete(let delete) = step, !deletes.leftOut.contains(step) { page.append(delete) }
            }
            return page
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }

    /// Reads the records whole, writes them down, and gives those that may be deleted.
    private func read(_ steps: [PlannedDelete]) async throws -> [RecordID] {
        var found: [RecordID: Record] = [:]
        let cost = try await reader.read(RecordQuery(.ids(steps.map(\.id)))) { answer in
            for record in answer.records { found[record.id] = record }
            return .goOn
        }
        var page = DeleteFindings.Found(taken: steps.count, cost: cost)
        var unmoved: [Record] = []
        for step in steps {
            if let record = found[step.id], managed.rowFingerprint(of: record.fields) == step.seen {
                unmoved.append(record)
            } else {
                page.drifts.append(Drift(found[step.id] == nil ? .gone : .changed, step.id, key: step.key, line: nil))
            }
        }
        findings.add(page)
        if !unmoved.isEmpty { try await log.record(.preImages(unmoved)) }
        return unmoved.map(\.id)
    }
}
