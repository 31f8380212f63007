import FoundationEssentials
import TableSync

/// Forgets old runs, journal by journal, and says what that freed.
struct PruneRunsJob: Sendable {
    /// Which runs are kept.
    enum Extent: Sendable, Hashable {
        case newest(Int)
        case begun(since: Date)

        /// How many of `runs`, the newest first, are kept.
        func count(of runs: [JournalledRun]) -> Int {
            switch self {
            case .newest(let count): count
            case .begun(let date): runs.prefix { $0.begun >= date }.count
            }
        }
    }

    let shelf: JournalShelf
    let extent: Extent
    let output: RunOutput

    /// - Returns: Nil: there is nothing to be done about a run that stays.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let journals = try shelf.journals()
            if journals.isEmpty { output.tellNone(shelf) }
            for (journal, runs) in journals {
                // Nothing goes from a journal that is kept whole; what that gives is its size.
                let before = try journal.prune(keeping: .max).bytes
                let pruning = try journal.prune(keeping: extent.count(of: runs))
                output.pruned(pruning, of: runs[0].description.target.base, bytesBefore: before)
            }
            return nil
        }
    }
}
