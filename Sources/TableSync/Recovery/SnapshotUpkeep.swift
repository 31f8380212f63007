import Locking
import RateLimiting
import TableModel

/// Keeps a plan's snapshot up with the table while what a run did is undone or finished.
///
/// The snapshot is told before the first request that not all is known, so that it is not trusted if the process dies. It is told
/// that all is known only after it was told, or has read, everything that the journals of the run and of its undo have.
final class SnapshotUpkeep: Sendable {
    private struct State: Sendable {
        var tellings: [SnapshotTelling] = []
        var problem: String?
    }

    let snapshot: Snapshot?
    private let run: JournalledRun
    private let journal: Journal
    /// Whether what the snapshot may have missed is the run's alone.
    private let mayClose: Bool
    private let state = Guarded(State())

    /// - Parameters:
    ///   - snapshot: What is kept up; nil if there is none.
    ///   - mayClose: What ``Snapshot/openRun(at:)`` gave when the run began.
    init(_ snapshot: Snapshot?, of run: JournalledRun, in journal: Journal, mayClose: Bool) {
        self.snapshot = snapshot
        self.run = run
        self.journal = journal
        self.mayClose = mayClose
    }

    /// Opens the snapshot of the plan that a run carries out; there is none for a run without a plan.
    ///
    /// - Throws: ``SnapshotError``, ``JournalError``.
    convenience init(of run: JournalledRun, in journal: Journal) throws {
        guard let header = run.description.plan else {
            self.init(nil, of: run, in: journal, mayClose: false)
            return
        }
        let target = header.target
        let identity = SnapshotIdentity(
            service: target.service, base: target.base, table: target.table.rawValue, managed: header.managed,
            scope: header.basis.scope)
        let (snapshot, _) = try Snapshot.open(in: journal.stateFolder, for: identity)
        let mayClose =
            try run.description.closesSnapshot
            && journal.runs().allSatisfy { try $0.leavesNothing(open: snapshot, after: run, in: journal) }
        self.init(snapshot, of: run, in: journal, mayClose: mayClose)
    }

    /// Why the snapshot was not kept up, as a sentence; nil if it was.
    var problem: String? { state.withLock { state in state.problem ?? state.tellings.compactMap(\.problem).first } }

    /// Runs `body`, which says whether all is known of what the run wrote.
    ///
    /// - Throws: What `body` throws; ``SnapshotError`` and ``JournalError`` before it is run.
    func during<Result>(_ body: () async throws -> (Result, knowsAll: Bool)) async throws -> Result {
        guard let snapshot else { return try await body().0 }
        let isAlone = try snapshot.openRun(at: journal.time.date) || mayClose
        try setBack()
        let (result, knowsAll) = try await body()
        // If that cannot be noted, the next plan reads more than it must.
        try? snapshot.change { change in
            if isAlone, knowsAll, problem == nil {
                try change.closeRun()
            } else {
                try change.leaveRun(at: journal.time.date, knowingAll: knowsAll && problem == nil)
            }
        }
        return result
    }

    /// Has the snapshot claim no more than the journals have. It is to be done before they get new outcomes, which would be taken for
    /// those that a power cut took from them.
    ///
    /// - Throws: ``SnapshotError``, ``JournalError``.
    func setBack() throws {
        guard let snapshot else { return }
        let runs = [run, try journal.undoing(run.id)].compactMap(\.self)
        let counts = try runs.map { (name: $0.id.rawValue, count: try journal.outcomeCount(of: $0)) }
        try snapshot.change { change in for (name, count) in counts { try change.setBack(name, to: count) } }
    }

    /// Tells the snapshot what the run did that it does not know, when nothing of that can be under way any more; gives what tells
    /// it the outcomes to come.
    ///
    /// - Throws: `RemoteError` if the table cannot be read; ``JournalError``, `CancellationError`.
    func catchUp(_ reader: RepeatingReader) async throws -> SnapshotTelling? {
        try await telling { snapshot in
            try await SnapshotCatchUp(snapshot: snapshot, journal: journal, run: run)(reader)
        }
    }

    /// The same before the run is undone as `undo`.
    ///
    /// Nothing need be known of what the run created and changed: an undo that comes to its end leaves it as it was before, and
    /// tells so. What it finds done already was done by somebody else, or told by an undo that was interrupted.
    func catchUp(undoneBy undo: JournalledRun, _ reader: RepeatingReader) async throws -> SnapshotTelling? {
        try await telling { snapshot in
            try SnapshotCatchUp(snapshot: snapshot, journal: journal, run: run).forgetDeleted()
            return try await SnapshotCatchUp(snapshot: snapshot, journal: journal, run: undo)(reader)
        }
    }

    /// A snapshot that cannot be written to is no reason to stop.
    private func telling(_ make: (Snapshot) async throws -> SnapshotTelling) async throws -> SnapshotTelling? {
        guard let snapshot else { return nil }
        do {
            let telling = try await make(snapshot)
            state.withLock { $0.tellings.append(telling) }
            return telling
        } catch let error as SnapshotError {
            let problem = "What the run wrote could not be noted, so the next run reads more: \(error)"
            state.withLock { $0.problem = problem }
            return nil
        }
    }
}

extension JournalledRun {
    /// Whether this run has not left open in the snapshot what it wrote, or came before `run`: that is not for `run` to close.
    fileprivate func leavesNothing(
        open snapshot: Snapshot, after run: JournalledRun, in journal: Journal
    ) throws -> Bool {
        if number <= run.number || description.target.table != run.description.target.table
            || description.undoes == run.id
        {
            return true
        }
        guard ending?.kind == .complete || ending?.kind == .undone else { return false }
        // Runs without a plan tell no snapshot, and are found as what others write.
        if description.plan == nil, description.undoes == nil { return true }
        return try snapshot.outcomesTold(of: id.rawValue) == journal.outcomeCount(of: self)
    }
}
