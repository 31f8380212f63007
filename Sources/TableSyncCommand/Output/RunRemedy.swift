import TableSync

/// What can be done about a run, as commands to be typed.
struct RunRemedy: Sendable, Hashable {
    /// The command that goes on with it; nil if nothing is left.
    var resume: String?
    /// The command that takes it back; nil if it changed nothing.
    var undo: String?

    /// - Parameters:
    ///   - flags: The options that lead a command to the same service, as they are typed, each with a space before it.
    ///   - goesOn: Whether something of the run is left to be done.
    ///   - hasWritten: Whether the run has changed anything, or may have.
    init(_ run: RunID, flags: String, goesOn: Bool, hasWritten: Bool) {
        resume = goesOn ? "tablesync resume \(run)\(flags)" : nil
        undo = hasWritten ? "tablesync undo \(run)\(flags)" : nil
    }

    /// What can be done about a run that is in a journal.
    init(of run: JournalledRun, _ tally: RunTally, flags: String) {
        let hasWritten = tally.done + tally.inDoubt > 0
        let isUndone = run.ending?.kind == .undone
        let isUndo = run.description.undoes != nil
        self.init(
            run.id, flags: flags, goesOn: !run.isFinished && (run.description.plan != nil || isUndo),
            hasWritten: hasWritten && !isUndone && !isUndo)
    }

    /// What can be done about a run that ended before all was done; nil if it did not.
    init?(_ run: RunID, _ report: SyncReport, flags: String) {
        if let rollback = report.rollback {
            guard !rollback.isComplete else { return nil }
            self.init(run, flags: flags, goesOn: false, hasWritten: true)
            return
        }
        let (rows, vanished) = (report.rows, report.vanished)
        let left = rows.notAttempted + rows.unknown + vanished.notAttempted + vanished.unknown
        guard report.stopped != nil || left > 0 else { return nil }
        let written = rows.created + rows.updated + vanished.deleted + vanished.archived
        self.init(
            run, flags: flags, goesOn: left > 0, hasWritten: written + rows.unknown + vanished.unknown > 0)
    }

    /// The commands with what each is for.
    var sentences: [String] {
        [resume.map { "Go on with: \($0)" }, undo.map { "Take it back with: \($0)" }].compactMap(\.self)
    }
}
