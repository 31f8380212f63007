import JSONText
import TableSync

/// What a command that writes rows did, for people and for machines.
struct PushSummary: Sendable, Hashable {
    let file: String
    let table: String
    let rows: Int
    var created = 0
    var updated = 0
    /// Rows whose record says what they say; nil for rows without a key, of which nobody can tell.
    var unchanged: Int?
    /// Rows that were not to be written.
    var skipped = 0
    var failed = 0
    var unknown = 0
    var notAttempted = 0
    /// Rows that were written, and taken back since another failed.
    var rolledBack = 0
    /// What became of records that no row names; nil if the command never asks.
    var vanished: SyncReport.Vanished?
    /// The run's name in the journal; nil if there was nothing to write.
    var run: RunID?
    /// Requests of the whole command.
    var requests = 0
    var repeats = 0
    var penalty = Penalty()
    /// Records that were changed and that an undo leaves as they are, since what they held before is not known.
    var unrestorable = 0
    /// Whether there was nothing to write.
    var hadNoChanges = false
    var duration = Duration.zero
    /// Why the command ended before its rows did, as a sentence; nil if it did not.
    var stopped: String?
    /// Whether an error comes next that says the same.
    var isErrorToCome = false
    var exitCode: Int32 = 0

    init(file: String, table: String, rows: Int) {
        self.file = file
        self.table = table
        self.rows = rows
    }

    /// Sums up what carrying out a plan did.
    init(_ plan: Plan, _ report: SyncReport) {
        self.init(
            file: plan.header.source.name, table: plan.header.target.name, rows: report.rows.rowsIn)
        created = report.rows.created
        updated = report.rows.updated
        unchanged = report.rows.unchanged
        skipped = report.rows.skipped
        failed = report.rows.failed
        unknown = report.rows.unknown
        notAttempted = report.rows.notAttempted
        rolledBack = report.rows.rolledBack
        vanished = report.vanished
        run = report.run
        repeats = report.repeats
        penalty = report.penalty
        unrestorable = report.unrestorable
        hadNoChanges = plan.isEmpty
        duration = report.duration
    }

    /// Rows with an outcome; equal to `rows` or something is wrong in here.
    var accounted: Int {
        created + updated + (unchanged ?? 0) + skipped + failed + unknown + notAttempted + rolledBack
    }
}

extension PushSummary {
    /// Such as `250 rows of users.csv to "users": 10 created, 20 updated, 220 unchanged; 15 deleted. 9 requests in 1.6 s.`
    var text: String {
        var done = ["\(Wording.count(created)) created", "\(Wording.count(updated)) updated"]
        if let unchanged { done.append("\(Wording.count(unchanged)) unchanged") }
        done += Self.parts([
            (skipped, "skipped"), (failed, "failed"), (unknown, "unknown"), (notAttempted, "not attempted"),
            (rolledBack, "rolled back"),
        ])
        let gone =
            vanished.map { vanished in
                Self.parts([
                    (vanished.deleted, "deleted"), (vanished.archived, "archived"),
                    (vanished.alreadyGone, "already gone"),
                    (vanished.drifted, "left alone, since somebody has changed them"),
                    (vanished.failed, "not let go"), (vanished.unknown, "perhaps deleted"),
                    (vanished.notAttempted, "not deleted"), (vanished.restored, "put back"),
                ])
            } ?? []
        let what = [done, gone].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }.joined(separator: "; ")
        let again = repeats > 0 ? " (\(Wording.count(repeats)) of them repeated)" : ""
        let writes = hadNoChanges ? ", 0 writes," : ""
        return "\(Wording.count(rows, "row")) of \(file) to \"\(table)\": \(what). "
            + "\(Wording.count(requests, "request"))\(again)\(writes) in \(Wording.duration(duration))."
            + ([penalty.sentence, doubtfulUndo].compactMap(\.self).map { " " + $0 }).joined()
    }

    private var doubtfulUndo: String? {
        guard unrestorable > 0 else { return nil }
        return
            "What \(Wording.count(unrestorable, "changed record")) held before was not read and is not known, so an undo leaves "
            + "\(unrestorable == 1 ? "it as it is" : "them as they are")."
    }

    private static func parts(_ counts: [(Int, String)]) -> [String] {
        counts.filter { $0.0 > 0 }.map { "\(Wording.count($0.0)) \($0.1)" }
    }

    /// The last event of an output for machines.
    var json: JSONValue {
        var event: JSONObject = ["event": "summary", "file": .string(file), "table": .string(table)]
        var numbers: [(String, Int)] = [
            ("rows", rows), ("created", created), ("updated", updated), ("unchanged", unchanged ?? 0),
            ("skipped", skipped), ("failed", failed), ("unknown", unknown), ("not_attempted", notAttempted),
            ("rolled_back", rolledBack),
        ]
        if let vanished {
            numbers += [
                ("deleted", vanished.deleted), ("archived", vanished.archived),
                ("already_gone", vanished.alreadyGone), ("drifted", vanished.drifted),
                ("not_deleted", vanished.failed + vanished.unknown + vanished.notAttempted),
                ("restored", vanished.restored),
            ]
        }
        for (name, number) in numbers + [("requests", requests), ("repeats", repeats)] {
            event[name] = .number(JSONNumber(number))
        }
        event["run"] = .text(run?.rawValue)
        event["seconds"] = .seconds(duration)
        event["refusals"] = .count(penalty.refusals)
        event["seconds_closed"] = .seconds(penalty.wait)
        event["unrestorable"] = .count(unrestorable)
        event["stopped"] = stopped.map(JSONValue.string) ?? .null
        event["exit_code"] = .number(JSONNumber(exitCode))
        return .object(event)
    }
}

extension Exit {
    /// How the summary of a push says that the command ends.
    init(_ summary: PushSummary) { self.init(code: summary.exitCode) }
}
