import JSONText
import TableSync

/// What resuming a run did, for people and for machines.
struct ResumeSummary: Sendable, Hashable {
    let run: RunID
    let title: String
    let base: String
    let table: String
    /// Operations that were in doubt, those of them that turned out to be done, and those that still are in doubt.
    let lookedUp: Int
    let found: Int
    let unknown: Int
    /// What was carried out of what the run had not come to.
    let created: Int
    let updated: Int
    let deleted: Int
    let archived: Int
    let alreadyGone: Int
    /// Records that somebody else has changed.
    let drifted: Int
    let failed: Int
    /// Operations that had been refused before.
    let failedBefore: Int
    let notAttempted: Int
    /// What was put back, as a sentence; nil if the run was not rolled back.
    let rollback: String?
    /// Requests of the whole command.
    var requests = 0
    let repeats: Int
    let penalty: Penalty
    var duration = Duration.zero
    /// Why the command ended before all was done, as a sentence; nil if it did not.
    var stopped: String?
    /// Whether an error comes next that says the same.
    var isErrorToCome = false
    var exitCode: Int32 = 0

    init(_ run: JournalledRun, _ report: ResumeReport) {
        self.run = run.id
        title = RunLines.titleWithBase(run)
        base = run.description.target.base
        table = run.description.target.name
        lookedUp = report.settled.count
        found = report.settled.count { $0.result.isDone }
        let rest = report.rest
        unknown = report.unknown.count + (rest.map { $0.rows.unknown + $0.vanished.unknown } ?? 0)
        created = rest?.rows.created ?? 0
        updated = rest?.rows.updated ?? 0
        deleted = rest?.vanished.deleted ?? 0
        archived = rest?.vanished.archived ?? 0
        alreadyGone = rest?.vanished.alreadyGone ?? 0
        drifted = rest?.drifts.count ?? 0
        failedBefore = report.failedBefore
        failed = rest.map { $0.rows.failed + $0.vanished.failed } ?? 0
        notAttempted =
            report.withheldDeletes + report.notAttempted.count
            + (rest.map { $0.rows.notAttempted + $0.vanished.notAttempted } ?? 0)
        rollback = report.rollback?.sentence
        repeats = rest?.repeats ?? 0
        penalty = report.penalty
    }
}

extension ResumeSummary {
    /// Such as `Resumed 20260115-120000-k3x9fa, push users.csv to "users" (appA1B2C3D4E5F6G7): 10 in doubt looked up; 5 created. 7 requests in 1.2 s.`
    var text: String {
        let parts = [
            (created, "created"), (updated, "updated"), (deleted, "deleted"),
            (archived, "archived"), (alreadyGone, "already gone"),
            (drifted, "left alone, since somebody has changed them"), (failed, "failed"), (unknown, "unknown"),
            (notAttempted, "not attempted"), (failedBefore, "failed before"),
        ].filter { $0.0 > 0 }.map { "\(Wording.count($0.0)) \($0.1)" }
        let looked =
            lookedUp > 0
            ? ["\(Wording.count(lookedUp)) in doubt looked up, of which \(Wording.count(found)) had been written"] : []
        let what = looked + [parts.isEmpty ? "nothing was left to be done" : parts.joined(separator: ", ")]
        let back = rollback.map { " Rolled back: \($0)" } ?? ""
        return
            "Resumed \(run), \(title): \(what.joined(separator: "; ")).\(back) \(Wording.count(requests, "request")) in "
            + "\(Wording.duration(duration)).\(penalty.sentence.map { " " + $0 } ?? "")"
    }

    /// The last event of an output for machines.
    var json: JSONValue {
        [
            "event": "resume_summary", "run": .string(run.rawValue), "base": .string(base),
            "table": .string(table),
            "looked_up": .count(lookedUp), "found": .count(found), "created": .count(created),
            "updated": .count(updated),
            "deleted": .count(deleted), "archived": .count(archived),
            "already_gone": .count(alreadyGone), "drifted": .count(drifted), "failed": .count(failed),
            "failed_before": .count(failedBefore),
            "unknown": .count(unknown), "not_attempted": .count(notAttempted), "requests": .count(requests),
            "repeats": .count(repeats), "seconds": .seconds(duration),
            "refusals": .count(penalty.refusals), "seconds_closed": .seconds(penalty.wait), "rollback": .text(rollback),
            "stopped": .text(stopped),
            "exit_code": .count(Int(exitCode)),
        ]
    }

    /// The same where no run is left to be resumed.
    static let nothing: JSONValue = ["event": "resume_summary", "run": .null, "exit_code": 0]
}

extension RowOutcome.Result {
    /// Whether the table is as the row wanted it.
    fileprivate var isDone: Bool {
        switch self {
        case .created, .updated, .deleted, .alreadyGone: true
        case .failed, .unknown, .notAttempted, .rolledBack, .restored: false
        }
    }
}

extension PlanOutput {
    /// Sums up.
    func tell(_ summary: ResumeSummary) {
        if isJSON { return console.data(summary.json) }
        console.data(summary.text)
        if let stopped = summary.stopped, !summary.isErrorToCome { console.message(stopped) }
    }

    /// What can be done about a run now, for people; machines have its name.
    func tell(_ remedy: RunRemedy) {
        guard !isJSON else { return }
        for sentence in remedy.sentences { console.message(sentence) }
    }
}
