import JSONText

/// What `push` has to say while it works. One value, rendered for people and for machines.
enum PushEvent: Sendable {
    /// Something that the user should know and that stops nothing.
    case warning(String)
    /// A row that will not be, or was not, written; `line` is where it begins in the file.
    case rowFailed(line: Int, code: String, field: String?, message: String)
    /// The same of a row whose line nothing tells, or of a record that no row names; `operation` is its place in the run, from 0.
    case operationFailed(operation: Int, code: String, field: String?, message: String)
    case progress(ProgressView)
    case plan(PushPlan)
    case summary(PushSummary)
}

extension PushEvent {
    /// The event as one line of the JSON Lines format `tablesync-events`, version 1: see the first line's `version`.
    var json: JSONValue {
        switch self {
        case .warning(let text): return ["event": "warning", "message": .string(text)]
        case .rowFailed(let line, let code, let field, let message):
            return [
                "event": "row_failed", "line": .number(JSONNumber(line)), "code": .string(code),
                "field": field.map(JSONValue.string) ?? .null, "message": .string(message),
            ]
        case .operationFailed(let operation, let code, let field, let message):
            return [
                "event": "row_failed", "line": .null, "operation": .number(JSONNumber(operation)),
                "code": .string(code), "field": field.map(JSONValue.string) ?? .null, "message": .string(message),
            ]
        case .progress(let progress):
            return [
                "event": "progress", "rows_done": .number(JSONNumber(progress.rowsDone)),
                "rows": progress.rows.map { .number(JSONNumber($0)) } ?? .null,
                "created": .number(JSONNumber(progress.created)),
                "updated": .number(JSONNumber(progress.updated)),
                "failed": .number(JSONNumber(progress.failed)),
                "requests": .number(JSONNumber(progress.requests)), "repeats": .number(JSONNumber(progress.repeats)),
                "requests_to_come": progress.requestsToCome.map { .number(JSONNumber($0)) } ?? .null,
                "seconds": .seconds(progress.elapsed), "seconds_left": .seconds(progress.timeLeft),
                "seconds_closed": .seconds(progress.refusedFor),
            ]
        case .plan(let plan):
            return [
                "event": "plan", "file": .string(plan.file), "table": .string(plan.table),
                "rows": .number(JSONNumber(plan.rows)), "invalid": .number(JSONNumber(plan.invalid)),
                "requests": .number(JSONNumber(plan.requests)),
                "seconds": .seconds(plan.duration), "creates_table": .bool(plan.createsTable),
                "new_fields": .array(plan.newFields.map(JSONValue.string)),
            ]
        case .summary(let summary): return summary.json
        }
    }

    /// The first line of every output in that format.
    static let version: JSONValue = ["event": "version", "format": "tablesync-events", "version": "1.3"]
}
