import TableSync

/// Forgets old runs, journal by journal, and says what that freed.
struct PruneRunsJob: Sendable {
    let shelf: JournalShelf
    /// Which runs are kept.
    let extent: Journal.Extent
    let output: RunOutput

    /// - Returns: Nil: there is nothing to be done about a run that stays.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let journals = try shelf.journals()
            if journals.isEmpty { output.tellNone(shelf) }
            for (journal, runs) in journals {
                let before = try journal.bytes
                let pruning = try journal.prune(keeping: extent)
                output.pruned(pruning, of: runs[0].description.target.base, bytesBefore: before)
            }
            return nil
        }
    }
}
