import TableSync

/// Tells everything about a run.
struct ShowRunJob: Sendable {
    let shelf: JournalShelf
    let name: RunName
    let output: RunOutput
    /// The options that lead a command to the same service, as they are typed.
    let flags: String

    /// - Returns: Nil: whatever the run was, it could be told.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let found = try name.run(among: shelf.runs())
            let tally = try found.journal.tally(of: found.run)
            output.show(found.run, tally)
            try found.journal.steps(of: found.run) { output.show($0) }
            output.tell(RunRemedy(of: found.run, tally, flags: flags))
            return nil
        }
    }
}
