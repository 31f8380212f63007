import FoundationEssentials
import RateLimiting
public import TableModel

extension RemoteTable {
    /// Finishes a run that was interrupted: looks up what nobody was told of, and carries out what the run had not come to.
    ///
    ///     let journal = try Journal(in: stateFolder, for: target)
    ///     for run in try journal.runs() where try !run.isFinished && journal.superseding(run) == nil {
    ///         let report = try await users.resume(run.id, in: journal)
    ///     }
    ///
    /// A run into whose table another has written since is better left alone, as this loop leaves it: to go on with it may put older
    /// cells over newer ones (``Journal/superseding(_:)``).
    ///
    /// What was in doubt is sent again only if the table shows that it was not applied; what cannot be told is reported as unknown,
    /// and so is a cell that somebody else changed meanwhile. Records that are not what the plan saw are left out and listed. Rows
    /// that the service refused stay refused. A run without a plan is only looked up.
    ///
    /// A run under ``ErrorStrategy/rollback`` of which a row failed is rolled back instead, and so is one whose undo was begun; the
    /// undo itself can be named as well.
    ///
    /// - Parameters:
    ///   - id: The run.
    ///   - journal: The journal of the table's base.
    ///   - options: How the requests are sent; its row count is not used. Its schema is that of the whole table, as putting records
    ///     back takes it; a run that has a plan needs none otherwise.
    ///   - onError: What to do when the service refuses a row; nil for what the run was begun with.
    ///   - progress: Runs beside the carrying out and reads how far it is; it is cancelled when that has ended. If the run is
    ///     rolled back, it runs beside each part of that, and reads how far that part is.
    /// - Throws: ``RunInProgress`` if a run is at work on the table; ``RollbackUnprepared`` if the run may have to be undone, and
    ///   `options` has no schema; ``JournalError``; `RemoteError` if the table cannot be read; what
    ///   ``apply(_:options:verifies:skipsDrifted:progress:)`` throws; `CancellationError`.
    public func resume(
        _ id: RunID, in journal: Journal, options: RunOptions = RunOptions(), onError: ErrorStrategy? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> ResumeReport {
        let named = try journal.run(id)
        let own = named.description.undoes ?? id
        let turn = try await RunTurn(
            on: named.description.target, in: journal.stateFolder, options, goingOnWith: own)
        defer { turn.end() }
        // Until now another process may have been at work on it.
        let run = try journal.run(own)
        let resuming = Resuming(
            self, journal, run, options, onError ?? ErrorStrategy(rawValue: run.description.strategy),
            progress)
        return try await resuming()
    }
}
