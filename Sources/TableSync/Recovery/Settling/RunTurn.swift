import FoundationEssentials
import Locking
import RateLimiting

/// A run's turn on a table: it has the table's lock, and nothing that an earlier run sent can be under way any more.
///
/// The service may carry a write out up to 30 s after it was sent (design 5.2). Whoever reads the table sooner after a process that died
/// misses such a write, and creates its records a second time; and whoever writes sooner is overwritten by it. Every run takes a turn,
/// also one that only creates: so it is enough to look at the run that was at work last, since that waited for those before it.
package final class RunTurn: Sendable {
    private let lock: Guarded<RunLock?>

    /// Takes the table's lock, and waits if the run that was at work last has left something in doubt.
    ///
    /// - Parameters:
    ///   - options: The clock, the stop signal, and who is told of the wait.
    ///   - own: The run that is to be finished or undone, of which what is in doubt is looked up anyway; nil for a new one.
    /// - Throws: ``RunInProgress`` if another run has the table; ``StateFolderProblem``, ``JournalError``; `RemoteError` if a stop is requested
    ///   while it waits; `CancellationError`. The lock is not held then.
    package init(
        on target: PlanTarget, in stateFolder: String, _ options: RunOptions, goingOnWith own: RunID? = nil
    ) async throws {
        lock = Guarded(try RunLock([target], in: stateFolder, since: options.time.date))
        let path = stateFolder + "/" + Journal.relativePath(of: target)
        guard FileManager.default.fileExists(atPath: path) else { return }
        let journal = try Journal(at: path, in: stateFolder, time: options.time)
        guard let last = try journal.lastAtWork(on: target.table),
            own == nil || ![last.run.id, last.run.description.undoes].contains(own), last.mayHaveDoubts
        else { return }
        let doubts = try journal.ledger(of: last.run).unknown.map(\.doubt)
        try await options.wait(for: doubts) { [notice = options.notice] time in
            notice?(
                "Run \(last.run.id) ended with \(Listing.count(doubts.count, "operation")) sent and not answered. The service may still "
                    + "carry them out, so nothing is read or sent until it cannot any more, in \(Int((time / .seconds(1)).rounded(.up))) s."
            )
        }
        // If that cannot be noted, the next run looks and waits as well.
        try? journal.note(quietEvent: last.event, of: last.run)
    }

    /// Ends the turn before whoever has it is done: somebody is to be asked, who may take any time.
    package func end() { lock.withLock { $0 = nil } }
}
