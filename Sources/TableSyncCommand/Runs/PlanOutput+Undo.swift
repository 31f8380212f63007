import TableSync

extension PlanOutput {
    /// Records that have other ids now, what cannot be put back, what was left as it is, and what failed.
    ///
    /// - Parameter list: The command that lists what was left and what failed; nil for this one as one for machines.
    func tell(_ report: UndoReport, isRehearsal: Bool, list: String? = nil) {
        note(report.warnings)
        if isJSON {
            for recreation in report.recreations { console.data(UndoEvents.recreated(recreation)) }
            for loss in report.losses { console.data(UndoEvents.loss(loss)) }
            for conflict in report.conflicts {
                console.data(UndoEvents.conflict(conflict, report.subjects[conflict.operation]))
            }
            for failure in report.failures { console.data(UndoEvents.failed(failure, report.subjects[failure.index])) }
            return
        }
        for recreation in report.recreations { console.data("\(recreation.old) → \(recreation.new)") }
        tellIdentities(report, isRehearsal: isRehearsal)
        let losses = report.losses.filter { $0.kind != .identity }
        tellSome(losses.map(\.description))
        tellSome(report.conflicts.map { UndoLines.line($0, report.subjects[$0.operation]) }, list)
        for sentence in report.lasting { console.message("Note: \(sentence)") }
        for sentence in report.unseen {
            console.message("Note: Cells get back what they are known to have held before the run. \(sentence)")
        }
        tellSome(report.failures.map { UndoLines.line($0, report.subjects[$0.index]) }, list)
    }

    /// Sums up.
    func tell(_ summary: UndoSummary) {
        if isJSON { return console.data(summary.json) }
        console.data(summary.text)
        if summary.isRehearsal { tellDryRun() }
        if let stopped = summary.stopped, !summary.isErrorToCome { console.message(stopped) }
    }

    /// What is lost of every record that is created again, in one sentence for all.
    private func tellIdentities(_ report: UndoReport, isRehearsal: Bool) {
        let count = report.losses.count { $0.kind == .identity }
        guard count > 0 else { return }
        let records = Wording.count(count, "record")
        let verb = isRehearsal ? "would be" : count == 1 ? "was" : "were"
        console.message(
            "Note: \(records) \(verb) created again under another id. The time of creation, the author, comments and "
                + "automatic numbers cannot be put back, nor links from records that the run did not read.")
    }

    /// The first hundred lines, and how many more there are.
    private func tellSome(_ lines: [String], _ list: String? = nil) {
        for line in lines.prefix(FailedRows.linesShown) { console.message(line) }
        tellRest(of: lines.count, list)
    }
}
