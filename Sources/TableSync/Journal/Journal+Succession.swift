import GRDB

/// Which runs came after others on a table.
extension Journal {
    /// The newest run that has sent something to the table of `run` since that began, and was not undone; nil if there is none.
    ///
    /// To go on with a run after that may put older cells over newer ones, and delete what another has found right.
    ///
    /// - Throws: ``JournalError``.
    public func successor(of run: JournalledRun) throws -> JournalledRun? {
        try reading { try successor(of: run, among: runs($0), $0) }
    }

    /// The run by which one was superseded that is not finished: ``successor(of:)``, unless an undo of `run` was begun, which is what is
    /// left to be finished then. Nil for a run that is finished, and for an undo.
    ///
    /// A run that was superseded can still be resumed and undone by its name; that is no task for a program that looks for what is left
    /// to be done.
    ///
    /// - Throws: ``JournalError``.
    public func superseding(_ run: JournalledRun) throws -> JournalledRun? {
        try reading { try superseding(run, among: runs($0), $0) }
    }

    /// As ``superseding(_:)``; `runs` are all of the journal, the newest first.
    func superseding(
        _ run: JournalledRun, among runs: [JournalledRun], _ database: Database
    ) throws -> JournalledRun? {
        guard !run.isFinished, run.description.undoes == nil, !runs.contains(where: { $0.description.undoes == run.id })
        else { return nil }
        return try successor(of: run, among: runs, database)
    }

    private func successor(
        of run: JournalledRun, among runs: [JournalledRun], _ database: Database
    ) throws -> JournalledRun? {
        try runs.first { later in
            guard later.follows(run) else { return false }
            return try Bool.fetchOne(database, sql: JournalSchema.hasEvents, arguments: [later.number]) ?? false
        }
    }
}

extension JournalledRun {
    /// Whether the run came to the table of `other` after it, to do something that was not undone.
    fileprivate func follows(_ other: JournalledRun) -> Bool {
        number > other.number && description.target.table == other.description.target.table
            && description.undoes == nil && ending?.kind != .undone
    }
}
