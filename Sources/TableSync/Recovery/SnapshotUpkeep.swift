import TableModel

/// Keeps a plan's snapshot up with the table while what a run did is undone or finished.
///
/// The snapshot is told before the first request that not all is known, so that it is not trusted if the process dies.
struct SnapshotUpkeep: Sendable {
    let snapshot: Snapshot?
    private let log: SnapshotLog
    /// Whether no other run has left open what it wrote.
    private let mayClose: Bool

    /// - Parameters:
    ///   - snapshot: What is kept up; nil if there is none.
    ///   - base: Gets every event before the snapshot does.
    ///   - mayClose: What ``SnapshotChange/openRun()`` gave when the run began.
    init(_ snapshot: Snapshot?, then base: any RunLog, mayClose: Bool) {
        self.snapshot = snapshot
        self.mayClose = mayClose
        log = SnapshotLog(base, snapshot: snapshot, writes: nil)
    }

    /// Opens the snapshot of the plan that a run carries out; there is none for a run without a plan.
    ///
    /// - Parameter hasAllNoted: Whether the snapshot was told, or is going to be, all that the run did before.
    /// - Throws: ``SnapshotError``, ``JournalError``.
    init(of run: JournalledRun, in journal: Journal, then base: any RunLog, hasAllNoted: Bool) throws {
        guard let header = run.description.plan else {
            self.init(nil, then: base, mayClose: false)
            return
        }
        let target = header.target
        let identity = SnapshotIdentity(
            service: target.service, base: target.base, table: target.table.rawValue, managed: header.managed,
            scope: header.basis.scope)
        let (snapshot, _) = try Snapshot.open(in: journal.stateFolder, for: identity)
        // What later runs have left open is not this one's to close.
        let isLast = try journal.runs().allSatisfy { later in
            later.number <= run.number || later.description.target.table != target.table
                || later.description.undoes == run.id
                || later.ending?.kind == .complete || later.ending?.kind == .undone
        }
        self.init(snapshot, then: base, mayClose: run.description.closesSnapshot && isLast && hasAllNoted)
    }

    /// Why the snapshot was not kept up, as a sentence; nil if it was.
    var problem: String? { log.problem }

    /// Runs `body`, whose events are to go to the log that it gets; it says whether all is known of what the run wrote.
    ///
    /// - Throws: What `body` throws; ``SnapshotError`` before it is run.
    func during<Result>(
        _ body: (any RunLog) async throws -> (Result, knowsAll: Bool)
    ) async throws -> Result {
        try snapshot?.change { _ = try $0.openRun() }
        let (result, knowsAll) = try await body(log)
        // If that cannot be noted, the next plan reads more than it must.
        if mayClose, knowsAll, log.problem == nil { try? snapshot?.change { try $0.closeRun() } }
        return result
    }
}
