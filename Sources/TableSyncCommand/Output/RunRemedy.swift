import TableSync

/// What can be done about a run, as commands to be typed.
struct RunRemedy: Sendable, Hashable {
    /// The command that goes on with it; nil if nothing is left, or if ``resumeAnyway`` is to be thought about first.
    var resume: String?
    /// The command that goes on with it although a later run has written into its table; nil if none has, or nothing is left.
    private(set) var resumeAnyway: String?
    /// That run, such as `20260115-130000-a1b2c3, push users.csv to "users"`.
    private var successor: String?
    /// The command that takes it back; nil if it changed nothing that can be.
    var undo: String?
    /// The command that tells what an undo of it has left; nil if none has left anything.
    var show: String?

    /// - Parameters:
    ///   - flags: The options that lead a command to the same service, as they are typed, each with a space before it.
    ///   - goesOn: Whether something of the run is left to be done.
    ///   - hasWritten: Whether the run has changed anything, or may have.
    init(_ run: RunID, flags: String, goesOn: Bool, hasWritten: Bool) {
        resume = goesOn ? "tablesync resume \(run)\(flags)" : nil
        undo = hasWritten ? "tablesync undo \(run)\(flags)" : nil
    }

    /// What can be done about a run that is in a journal.
    ///
    /// - Parameter relations: The runs that undo it, and the one that has written into its table since.
    init(of run: JournalledRun, _ tally: RunTally, _ relations: RunRelations, flags: String) {
        // What was changed can be put back only if it is known what it was.
        let updated = run.description.preImages.areKnown ? tally.updated : 0
        let hasWritten = tally.created + tally.deleted + updated + tally.inDoubt > 0
        let isUndone = run.ending?.kind == .undone
        let isUndo = run.description.undoes != nil
        self.init(
            run.id, flags: flags,
            goesOn: !run.isFinished && (run.description.plan != nil || isUndo || tally.inDoubt > 0),
            hasWritten: hasWritten && !isUndone && !isUndo)
        if let later = relations.successor {
            successor = "\(later.id), \(RunLines.title(later)),"
            resumeAnyway = resume
            resume = nil
        }
        guard let undo = relations.undos.first, !isUndone else { return }
        if !undo.isFinished {
            resume = "tablesync resume \(undo.id)\(flags)"
            self.undo = nil
        } else {
            resume = nil
            show = Self.show(undo.id, flags: flags)
        }
    }

    /// What can be done about a run that ended before all was done; nil if it did not.
    init?(_ run: RunID, _ report: SyncReport, flags: String) {
        let (rows, vanished) = (report.rows, report.vanished)
        let unknown = rows.unknown + vanished.unknown
        let left = rows.notAttempted + vanished.notAttempted + unknown
        self.init(
            run, stopped: report.stopped != nil || left > 0, report.rollback, flags: flags, goesOn: left > 0,
            hasWritten: rows.created + rows.updated + vanished.deleted + vanished.archived + unknown > 0)
    }

    /// The same of a run whose rows are not in its journal: to go on with it is to look up what is unknown.
    init?(_ run: RunID, _ report: Report, flags: String) {
        let counts = report.counts
        self.init(
            run, stopped: report.stopped != nil || counts.unknown > 0, report.rollback, flags: flags,
            goesOn: counts.unknown > 0, hasWritten: counts.created + counts.updated + counts.unknown > 0)
    }

    private init?(
        _ run: RunID, stopped: Bool, _ rollback: UndoReport?, flags: String, goesOn: Bool, hasWritten: Bool
    ) {
        if let rollback {
            guard !rollback.isComplete else { return nil }
            self.init(run, flags: flags, goesOn: false, hasWritten: true)
        } else {
            guard stopped else { return nil }
            self.init(run, flags: flags, goesOn: goesOn, hasWritten: hasWritten)
        }
    }

    /// The command that shows a run. It has the options alone that say where journals are.
    static func show(_ run: RunID, flags: String) -> String {
        "tablesync runs show \(run)\(flags.hasPrefix(" --local") ? " --local" : "")"
    }

    /// The command that lists all that a run and its journal know, however much it is.
    static func list(of run: RunID, flags: String) -> String { "\(show(run, flags: flags)) --json" }

    /// What going on with a run may do into whose table another has written since.
    private var caution: String? {
        guard let resumeAnyway, let successor else { return nil }
        return
            "Going on with it could put older cells over newer ones, since run \(successor) has written into its table. "
            + "To do so all the same: \(resumeAnyway)"
    }

    /// The commands with what each is for.
    var sentences: [String] {
        [
            resume.map { "Go on with: \($0)" }, caution, show.map { "See what was left with: \($0)" },
            undo.map { show == nil ? "Take it back with: \($0)" : "Try what is left with: \($0)" },
        ].compactMap(\.self)
    }
}
