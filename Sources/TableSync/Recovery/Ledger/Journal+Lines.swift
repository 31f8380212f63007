import TableModel

extension Journal {
    /// The lines of rows, as the run's plan names them or, without one, their first outcomes; none for a record that no row names,
    /// and for a row of which nothing has told it yet.
    func lines(of run: JournalledRun, _ operations: Set<Int>) throws -> [Int: Int] {
        guard run.description.plan == nil else {
            return try steps(of: run, at: operations).compactMapValues(\.line)
        }
        var lines: [Int: Int] = [:]
        try events(of: run) { event in
            guard case .outcomes(let outcomes) = event.event else { return }
            for outcome in outcomes
            where outcome.line > 0 && operations.contains(outcome.index) && lines[outcome.index] == nil {
                lines[outcome.index] = outcome.line
            }
        }
        return lines
    }
}
