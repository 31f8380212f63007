import FoundationEssentials
import TableModel

/// Tells a snapshot what a run did that it was not told: since the process died, since it could not be written to, or since a power
/// cut took what it had been told last.
///
/// The journal keeps of a changed record the cells that were written, and a snapshot all that are managed; so records are read
/// again, ⌈n/100⌉ requests for n of them. After a kill there are no more of them than a run has under way.
struct SnapshotCatchUp: Sendable {
    let snapshot: Snapshot
    let journal: Journal
    let run: JournalledRun

    /// Brings the snapshot up to what the journal has; gives what tells it the outcomes to come. Nothing that was sent may be
    /// under way any more.
    ///
    /// - Throws: `RemoteError` if the table cannot be read; ``SnapshotError``, ``JournalError``, `CancellationError`.
    func callAsFunction(_ reader: RepeatingReader) async throws -> SnapshotTelling {
        let (operations, outcomes) = try journal.untold(of: run, after: snapshot.outcomesTold(of: run.id.rawValue))
        let ledger = try journal.ledger(of: run)
        try forgetDeleted(operations, ledger)
        let (written, touched) = try records(operations, ledger)
        for page in written.union(touched).sorted().pages(of: reader.recordsPerPage) {
            try await take(in: page, written, reader)
        }
        try snapshot.change { try $0.tell(run.id.rawValue, outcomes: outcomes) }
        return SnapshotTelling(snapshot, of: run.id, after: outcomes)
    }

    /// Has the snapshot forget what the run deleted; for a run that is undone, whose other records are read and written anyway.
    func forgetDeleted() throws {
        let ledger = try journal.ledger(of: run)
        try forgetDeleted(ledger.operations, ledger)
    }

    private func forgetDeleted(_ operations: some Sequence<Int>, _ ledger: Ledger) throws {
        let places = operations.compactMap { operation -> Place? in
            guard case .done(let deed) = ledger[operation] else { return nil }
            switch deed.kind {
            case .deleted, .alreadyGone: return deed.intent
            case .created, .updated: return nil
            }
        }
        let ids = try journal.writtenIDs(at: places).values
        guard !ids.isEmpty else { return }
        try snapshot.change { change in for id in ids { try change.deleted(id, at: nil) } }
    }

    /// The records that the operations created or changed, and those that they may have: they were refused, or nobody can tell.
    private func records(
        _ operations: Set<Int>, _ ledger: Ledger
    ) throws -> (written: Set<RecordID>, touched: Set<RecordID>) {
        var (told, sent, refused): ([Place], [Place], [Int]) = ([], [], [])
        for operation in operations {
            switch ledger[operation] {
            case .done(let deed) where deed.kind == .created || deed.kind == .updated: told.append(deed.told)
            case .unknown(let doubt): sent.append(doubt.intent)
            case .failed: refused.append(operation)
            case .notAttempted, .done: break
            }
        }
        let written = Set(try journal.toldIDs(at: told).values)
        let doubtful = try journal.writtenIDs(at: sent).values
        let named = try journal.steps(of: run, at: refused).values.compactMap(\.recordID)
        return (written, Set(Array(doubtful) + named).subtracting(written))
    }

    private func take(in ids: ArraySlice<RecordID>, _ written: Set<RecordID>, _ reader: RepeatingReader) async throws {
        var missing = Set(ids)
        _ = try await reader.read(RecordQuery(.ids(Array(ids)))) { answer in
            try snapshot.change { change in
                for record in answer.records {
                    if written.contains(record.id) {
                        try change.wrote(record, source: nil, at: answer.serverTime)
                    } else {
                        try change.see(record)
                    }
                }
            }
            missing.subtract(answer.records.map(\.id))
            return .goOn
        }
        try snapshot.change { change in for id in missing { try change.forget(id) } }
    }
}
