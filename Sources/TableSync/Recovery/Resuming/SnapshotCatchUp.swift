import FoundationEssentials
import TableModel

/// Tells a snapshot what a run did at its end that it was not told before the process died.
///
/// The journal keeps of a changed record the cells that were written, and a snapshot all that are managed; so records are read
/// again, ⌈n/100⌉ requests for n of them. There are no more of them than a run has under way.
struct SnapshotCatchUp: Sendable {
    let snapshot: Snapshot
    let journal: Journal
    let run: JournalledRun
    let reader: RepeatingReader

    /// - Throws: `RemoteError` if the table cannot be read; ``SnapshotError``, ``JournalError``, `CancellationError`.
    func callAsFunction(_ ledger: Ledger) async throws -> ReadCost {
        let operations = try journal.lastOperations(of: run)
        let deeds = operations.compactMap { operation in
            if case .done(let deed) = ledger[operation] { (operation, deed) } else { nil }
        }
        let writes = try journal.writes(at: deeds.compactMap(\.1.intent))
        let told = try journal.records(at: deeds.map(\.1.told))
        let gone = deeds.compactMap { _, deed -> RecordID? in
            switch deed.kind {
            case .deleted, .alreadyGone: deed.intent.flatMap { writes[$0] }?.element.id
            case .created, .updated: nil
            }
        }
        try snapshot.change { change in for id in gone { try change.deleted(id, at: nil) } }
        return try await note(told.values.map(\.id).sorted())
    }

    private func note(_ ids: [RecordID]) async throws -> ReadCost {
        var cost = ReadCost()
        for page in ids.pages(of: reader.recordsPerPage) {
            var missing = Set(page)
            let read = try await reader.read(RecordQuery(.ids(Array(page)))) { answer in
                try snapshot.change { change in
                    for record in answer.records { try change.wrote(record, source: nil, at: answer.serverTime) }
                }
                missing.subtract(answer.records.map(\.id))
                return .goOn
            }
            cost.add(read)
            try snapshot.change { change in for id in missing { try change.forget(id) } }
        }
        return cost
    }
}
