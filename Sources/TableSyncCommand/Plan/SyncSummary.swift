import JSONText
import TableSync

/// What carrying out a plan did, for people and for machines.
struct SyncSummary: Sendable {
    let plan: Plan
    let report: SyncReport
    /// Requests of the whole command.
    let requests: Int
    /// Why the run ended before the plan did, as a sentence; nil if it did not.
    let stopped: String?
    let exitCode: Int32

    /// Such as `250 rows of users.csv to "users": 10 created, 20 updated, 220 unchanged; 15 deleted. 9 requests in 1.6 s.`
    var text: String {
        let (rows, vanished) = (report.rows, report.vanished)
        var done = ["\(Wording.count(rows.created)) created", "\(Wording.count(rows.updated)) updated"]
        done.append("\(Wording.count(rows.unchanged)) unchanged")
        done += Self.parts([
            (rows.skipped, "skipped"), (rows.failed, "failed"), (rows.unknown, "unknown"),
            (rows.notAttempted, "not attempted"),
        ])
        let gone = Self.parts([
            (vanished.deleted, "deleted"), (vanished.archived, "archived"), (vanished.alreadyGone, "already gone"),
            (vanished.drifted, "left alone, since somebody has changed them"), (vanished.failed, "not let go"),
            (vanished.unknown, "perhaps deleted"), (vanished.notAttempted, "not deleted"),
        ])
        let what = [done, gone].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }.joined(separator: "; ")
        let repeats = report.repeats > 0 ? " (\(Wording.count(report.repeats)) of them repeated)" : ""
        let writes = plan.isEmpty ? ", 0 writes," : ""
        return "\(Wording.count(rows.rowsIn, "row")) of \(plan.header.source.name) to \"\(plan.header.target.name)\": "
            + "\(what). \(Wording.count(requests, "request"))\(repeats)\(writes) in \(Wording.duration(report.duration))."
    }

    var json: JSONValue {
        let (rows, vanished) = (report.rows, report.vanished)
        var event: JSONObject = [
            "event": "summary", "file": .string(plan.header.source.name), "table": .string(plan.header.target.name),
        ]
        let numbers: [(String, Int)] = [
            ("rows", rows.rowsIn), ("created", rows.created), ("updated", rows.updated),
            ("unchanged", rows.unchanged), ("skipped", rows.skipped), ("failed", rows.failed),
            ("unknown", rows.unknown), ("not_attempted", rows.notAttempted), ("deleted", vanished.deleted),
            ("archived", vanished.archived), ("already_gone", vanished.alreadyGone), ("drifted", vanished.drifted),
            ("not_deleted", vanished.failed + vanished.unknown + vanished.notAttempted), ("requests", requests),
            ("repeats", report.repeats),
        ]
        for (name, number) in numbers { event[name] = .number(JSONNumber(number)) }
        event["seconds"] = .seconds(report.duration)
        event["stopped"] = stopped.map(JSONValue.string) ?? .null
        event["exit_code"] = .number(JSONNumber(exitCode))
        return .object(event)
    }

    private static func parts(_ counts: [(Int, String)]) -> [String] {
        counts.filter { $0.0 > 0 }.map { "\(Wording.count($0.0)) \($0.1)" }
    }
}

extension Exit {
    /// How carrying out a plan ends the command; nil if all was done.
    init?(_ report: SyncReport, signal: Int32?) {
        switch report.stopped {
        case .refused(let error), .unavailable(let error): self = Exit(error)
        case .schemaChanged: self = .schemaMismatch
        case .budgetReached: self = .budgetReached
        case .requested: self = signal.map(Exit.signal) ?? .rowsIncomplete
        case .rowFailed, .unsettled: self = .rowsIncomplete
        case nil:
            guard !report.isComplete else { return nil }
            self = .rowsIncomplete
        }
    }
}
