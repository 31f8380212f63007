import FoundationEssentials
import TableSync

/// What is said of runs: lines for people, JSON Lines for machines.
struct RunOutput: Sendable {
    let console: Console
    let isJSON: Bool

    init(_ console: Console, isJSON: Bool) {
        self.console = console
        self.isJSON = isJSON
        if isJSON { console.data(PushEvent.version) }
    }

    // MARK: Lists

    /// A run as one of many; `tally` is there for one that has not noted its end.
    ///
    /// - Parameter flags: The options that lead a command to the same service, as they are typed.
    func list(_ run: JournalledRun, _ tally: RunTally?, _ relations: RunRelations, flags: String) {
        if isJSON { return console.data(RunEvents.run(run, tally, relations)) }
        let fate = [RunLines.ending(run, tally)] + relations.sentences(of: run, flags: flags)
        console.data(
            "\(run.id)  \(run.begun.moment)  \(RunLines.titleWithBase(run))  \(fate.joined(separator: " "))")
    }

    /// Says how many of the runs were named.
    func endList(shown: Int, of count: Int, on shelf: JournalShelf) {
        guard !isJSON else { return }
        if count == 0 { return tellNone(shelf) }
        if shown < count {
            console.message("… and \(Wording.count(count - shown)) more; say --limit \(count) for all.")
        }
    }

    /// Says that there are no runs.
    func tellNone(_ shelf: JournalShelf) {
        guard !isJSON else { return }
        console.message("There are no runs\(shelf.base.map { " on base \($0)" } ?? "") in \(shelf.stateFolder).")
    }

    /// What a prune removed from a journal.
    func pruned(_ pruning: Journal.Pruning, of base: String, bytesBefore: Int) {
        if isJSON { return console.data(RunEvents.pruned(pruning, of: base, bytesBefore: bytesBefore)) }
        let freed = max(bytesBefore - pruning.bytes, 0)
        console.data(
            "\(base): \(Wording.count(pruning.removed.count, "run")) forgotten, \(Wording.bytes(freed)) freed, "
                + "\(Wording.bytes(pruning.bytes)) left.")
        if let warning = pruning.warning { console.message("Note: \(warning)") }
        guard !pruning.spared.isEmpty else { return }
        let ids = pruning.spared.map(\.rawValue)
        console.message(
            "Note: \(Wording.list(Array(ids.prefix(20)))) \(ids.count == 1 ? "stays" : "stay"), needed to finish what was "
                + "interrupted.")
    }

    // MARK: One run

    /// What is known of a run as a whole.
    ///
    /// - Parameter flags: The options that lead a command to the same service, as they are typed.
    func show(_ run: JournalledRun, _ tally: RunTally, _ relations: RunRelations, flags: String) {
        if isJSON { return console.data(RunEvents.run(run, tally, relations)) }
        for line in RunLines.lines(run, tally, relations, flags: flags) { console.data(line) }
    }

    /// One of its operations.
    func show(_ step: JournalledStep) {
        if isJSON { return console.data(RunEvents.step(step)) }
        console.data(RunLines.line(step), headedIn: step.operation.flatMap(PlanSymbol.init)?.color)
    }

    /// Something that an undo left as it is.
    func show(_ conflict: UndoConflict, _ subject: UndoReport.Subject?) {
        if isJSON { return console.data(UndoEvents.conflict(conflict, subject)) }
        console.data("! left as it is  \(UndoLines.line(conflict, subject))")
    }

    /// What can be done about it now.
    func tell(_ remedy: RunRemedy) {
        if isJSON { return console.data(RunEvents.remedy(remedy)) }
        for sentence in remedy.sentences { console.data(sentence) }
    }
}

extension Date {
    /// Such as `2026-01-15 12:00:00 UTC`.
    var moment: String {
        Date.ISO8601FormatStyle(dateTimeSeparator: .space).format(self).replacing("Z", with: " UTC")
    }
}

extension Wording {
    /// `640 bytes`, `12.3 kB`, `4.0 MB`.
    static func bytes(_ count: Int) -> String {
        if count < 1_000 { return self.count(count, "byte") }
        return count < 1_000_000 ? oneDecimal(Double(count) / 1e3) + " kB" : oneDecimal(Double(count) / 1e6) + " MB"
    }
}
