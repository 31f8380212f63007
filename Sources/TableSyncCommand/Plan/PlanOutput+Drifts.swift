import TableSync

extension PlanOutput {
    /// What became of records that somebody else was at: all of them for machines, the first hundred for people.
    ///
    /// - Parameters:
    ///   - scope: The part of the table that was meant.
    ///   - run: The run whose journal has them all; nil if there is none.
    ///   - flags: The options that lead a command to the same service, as they are typed.
    func tell(_ drifts: [Drift], _ scope: Scope, of run: RunID?, flags: String) {
        note(drifts.prefix(isJSON ? drifts.count : FailedRows.linesShown).map { DriftWording.sentence($0, scope) })
        if !isJSON { tellRest(of: drifts.count, run.map { RunRemedy.list(of: $0, flags: flags) }) }
    }

    /// How many there are beyond those that people are told one by one, and what lists them.
    ///
    /// - Parameter list: The command that does; nil for this one as one for machines.
    func tellRest(of count: Int, _ list: String?) {
        let rest = count - FailedRows.linesShown
        if rest > 0 { console.message("… and \(Wording.count(rest)) more; \(list ?? "--json") names them all.") }
    }
}
