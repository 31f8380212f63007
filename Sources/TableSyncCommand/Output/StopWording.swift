import TableSync

/// Why a run ended before its file did, for people.
enum StopWording {
    /// - Parameter hasAppended: Whether rows without a key were written, which another push would write once more.
    static func sentence(_ reason: StopReason, signal: Int32?, hasAppended: Bool = false) -> String {
        let again = hasAppended ? "take back what was created before you push again" : "push again"
        let goesOn = hasAppended ? again : "push again to go on"
        return switch reason {
        case .rowFailed:
            "Stopped at the first row that was refused. Mend it and \(again), or say --on-error continue."
        case .tooManyErrors(let limit):
            "Stopped: \(Wording.count(limit, "row")) were refused, as many as --max-errors allows. Mend them and \(again)."
        case .refused(let error): "Stopped: \(error)"
        case .unavailable(let error):
            "Stopped: \(error) \(hasAppended ? "Take back what was created before you push again, later." : "Push again later.")"
        case .schemaChanged(let field):
            "Stopped: whole requests were refused for the field \"\(field)\". The table has changed since the push began, or "
                + "the field takes other values than the file has. Compare the two and \(again); a push reads the schema "
                + "once, when it begins."
        case .unsettled:
            "Stopped: an answer was lost and the table does not tell whether its rows were written. Look for them before "
                + "pushing again; a push with --unique can always be repeated."
        case .budgetReached(let requests):
            "Stopped: the \(Wording.count(requests, "request")) that the run may send have been sent; \(goesOn)."
        case .requested:
            signal == nil
                ? "Stopped on request."
                : "Stopped as asked. What is counted as created or updated is written; \(goesOn)."
        }
    }
}
