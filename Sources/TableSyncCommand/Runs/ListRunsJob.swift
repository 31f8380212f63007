import TableSync

/// Names the runs of a state folder, the newest first.
struct ListRunsJob: Sendable {
    let shelf: JournalShelf
    let limit: Int
    let output: RunOutput

    /// - Returns: Nil: a list always ends well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let runs = try shelf.runs()
            for shelved in runs.prefix(limit) {
                // How a run ended it has said itself; of one that did not, the journal is asked.
                let tally = shelved.run.ending == nil ? try shelved.journal.tally(of: shelved.run) : nil
                output.list(shelved.run, tally)
            }
            output.endList(shown: min(limit, runs.count), of: runs.count, on: shelf)
            return nil
        }
    }
}
