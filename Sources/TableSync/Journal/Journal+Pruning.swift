public import FoundationEssentials
import GRDB
import RateLimiting
import TableModel

extension Journal {
    /// Which runs stay when old ones are removed.
    public enum Extent: Sendable, Hashable {
        /// So many of the newest.
        case newest(Int)
        /// Those that began at that time or later, by this machine's clock.
        case begun(since: Date)
    }

    /// What ``prune(keeping:)`` did.
    public struct Pruning: Sendable, Hashable {
        /// The runs that were removed, the oldest first.
        public var removed: [RunID] = []
        /// Runs that were older than what is kept and stay nevertheless, since nobody else remembers what was left open: those that
        /// are not finished, unless they were superseded (``Journal/superseding(_:)``) and nothing is at work on them, and each run
        /// that another one which stays undoes, is undone by, or was superseded by.
        public var spared: [RunID] = []
        /// The size of the journal afterwards, in bytes.
        public var bytes = 0
        /// Why the file could not be made smaller, and what to do about it, as a sentence; nil if it was. What was removed is removed all
        /// the same.
        public var warning: String?
    }

    /// The size of what is in the journal, in bytes. The file may be larger until it is pruned.
    ///
    /// - Throws: ``JournalError``.
    public var bytes: Int {
        get throws {
            try reading { database in
                let pages = { (name: String) in try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
                return try (pages("page_count") - pages("freelist_count")) * pages("page_size")
            }
        }
    }

    /// Removes old runs; what is removed can be neither resumed nor undone any more. Then gives back the room that nothing in the file
    /// takes any more, which needs as much for a while as what stays.
    ///
    /// - Throws: ``JournalError``.
    public func prune(keeping extent: Extent) throws -> Pruning {
        // Nothing goes on with a run while it is removed.
        var locks: [TableID: RunLock?] = [:]
        defer { withExtendedLifetime(locks) {} }
        var pruning = try writing { database in
            let runs = try runs(database)
            let needed = try needed(of: runs, extent, locking: &locks, database)
            var pruning = Pruning()
            for (place, run) in runs.enumerated().reversed() where !extent.holds(run, at: place) {
                guard !needed.contains(run.id) else {
                    pruning.spared.append(run.id)
                    continue
                }
                try database.execute(sql: JournalSchema.deleteRun, arguments: [run.number])
                pruning.removed.append(run.id)
            }
            return pruning
        }
        locks.removeAll()
        pruning.warning = try compact()
        pruning.bytes = try bytes
        return pruning
    }

    /// The runs that stay whatever their age. An undo goes on with the run that it undoes, whose rows its conflicts are about, and what
    /// it has put back already it tells alone.
    ///
    /// What superseded a run that stays does so too: without it, that run would be the one to go on with.
    ///
    /// - Parameter locks: Gets the locks of the tables whose superseded runs may go; nil for a table that something is at work on.
    private func needed(
        of runs: [JournalledRun], _ extent: Extent, locking locks: inout [TableID: RunLock?], _ database: Database
    ) throws -> Set<RunID> {
        var needed: Set<RunID> = []
        for (place, run) in runs.enumerated() {
            let successor = try superseding(run, among: runs, database)
            if !extent.holds(run, at: place) {
                guard !run.isFinished else { continue }
                guard successor == nil || lock(run.description.target, in: &locks) == nil else { continue }
            }
            needed.formUnion([run.id, run.description.undoes, successor?.id].compactMap(\.self))
        }
        for run in runs {
            if let original = run.description.undoes, needed.contains(original) { needed.insert(run.id) }
        }
        return needed
    }

    /// The lock of a table; nil if a run is at work on it, which may be one that was superseded and is resumed, or if that cannot be told.
    private func lock(_ target: PlanTarget, in locks: inout [TableID: RunLock?]) -> RunLock? {
        if let known = locks[target.table] { return known }
        let lock = try? RunLock([target], in: stateFolder, since: time.date)
        locks[target.table] = .some(lock)
        return lock
    }

    /// Makes the file as small as what is in it, also if an earlier prune could not; gives why it cannot, as a sentence.
    private func compact() throws -> String? {
        let free = try reading { try Int.fetchOne($0, sql: "PRAGMA freelist_count") ?? 0 }
        guard free > 0 else { return nil }
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
            return nil
        } catch let error as DatabaseError {
            return try warning(for: error)
        }
    }

    /// What to say of a file that could not be made smaller.
    ///
    /// - Throws: ``JournalError`` if it is damaged.
    func warning(for error: DatabaseError) throws(JournalError) -> String {
        let problem = JournalError(error, code: .cannotWrite, path: path)
        let (reason, remedy) =
            switch problem.code {
            case .damagedInUse: throw problem
            case .diskFull: ("the disk is full", "Make room, then prune again to have it back.")
            case .inUse: ("another process is using it", "Prune again when that has ended.")
            default: (problem.detail ?? "\(error.resultCode)", "Prune again to have it back.")
            }
        return
            "The journal \(path) could not be made smaller: \(reason). The runs to come take the room that is free in it. "
            + remedy
    }
}

extension Journal.Extent {
    /// Whether the run stays for its age; `place` counts from the newest.
    fileprivate func holds(_ run: JournalledRun, at place: Int) -> Bool {
        switch self {
        case .newest(let count): place < count
        case .begun(let date): run.begun >= date
        }
    }
}
