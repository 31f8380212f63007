import TableSync

/// Why a run ended before its file did, for people.
enum StopWording {
    static func sentence(_ reason: StopReason, signal: Int32?) -> String {
        switch reason {
        case .rowFailed:
            "Stopped at the first row that was refused. Mend it and push again, or say --on-error continue."
        case .tooManyErrors(let limit):
            "Stopped: \(Wording.count(limit, "row")) were refused, as many as --max-errors allows. Mend them and push again."
        case .refused(let error): "Stopped: \(error)"
        case .unavailable(let error): "Stopped: \(error) Push again later."
        case .schemaChanged(let field):
            "Stopped: whole requests were refused for the field \"\(field)\". The table has changed since the push began, or "
                + "the field takes other values than the file has. Compare the two and push again; a push reads the schema "
                + "once, when it begins."
        case .unsettled:
            "Stopped: an answer was lost and the table does not tell whether its rows were written. Look for them before "
                + "pushing again; a push with --unique can always be repeated."
        case .budgetReached(let requests):
            "Stopped: the \(Wording.count(requests, "request")) that the run may send have been. Push again to go on."
        case .requested:
            signal == nil
                ? "Stopped on request."
                : "Stopped as asked. What is counted as created or updated is written; "
                    + "push again to go on."
        }
    }
}
