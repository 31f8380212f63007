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
            let relations = try RunRelations(of: found.run, in: found.journal)
            output.show(found.run, tally, relations, flags: flags)
            try found.journal.steps(of: found.run) { output.show($0) }
            try showConflicts(found, of: relations.undone)
            output.tell(RunRemedy(of: found.run, tally, relations, flags: flags))
            return nil
        }
    }

    /// What an undo left as it is, with the rows of the run that it undoes if its journal still has that.
    private func showConflicts(_ found: ShelvedRun, of run: JournalledRun?) throws {
        guard found.run.description.undoes != nil else { return }
        let conflicts = try found.journal.conflicts(of: found.run)
        guard !conflicts.isEmpty else { return }
        let subjects = try run.map { try found.journal.subjects(of: $0, at: Set(conflicts.map(\.operation))) } ?? [:]
        for conflict in conflicts { output.show(conflict, subjects[conflict.operation]) }
    }
}
