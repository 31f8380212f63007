import TableModel

/// Keeps a plan's snapshot up with the table while what a run did is undone or finished.
///
/// The snapshot is told before the first request that not all is known, so that it is not trusted if the process dies.
struct SnapshotUpkeep: Sendable {
    private let snapshot: Snapshot?
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
