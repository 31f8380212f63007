import TableSync

/// Names the runs of a state folder, the newest first.
struct ListRunsJob: Sendable {
    let shelf: JournalShelf
    let limit: Int
    let output: RunOutput
    /// The options that lead a command to the same service, as they are typed.
    let flags: String

    /// - Returns: Nil: a list always ends well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let runs = try shelf.runs()
            for shelved in runs.prefix(limit) {
                // How a run ended it has said itself; of one that did not, the journal is asked.
                let tally = shelved.run.ending == nil ? try shelved.journal.tally(of: shelved.run) : nil
                let relations = try RunRelations(of: shelved.run, in: shelved.journal)
                output.list(shelved.run, tally, relations, flags: flags)
            }
            output.endList(shown: min(limit, runs.count), of: runs.count, on: shelf)
            return nil
        }
    }
}
