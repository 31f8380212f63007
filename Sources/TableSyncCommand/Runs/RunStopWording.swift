import TableSync

/// Why a resume or an undo ended before all was done, for people. What can be done about it is said beside.
enum RunStopWording: Sendable {
    case resume
    case undo

    /// The sentence about `reason`.
    ///
    /// - Parameters:
    ///   - signal: The number of what asked the command to stop.
    ///   - shortage: Why no more requests may be sent, if only so many may.
    func sentence(_ reason: StopReason, signal: Int32?, shortage: String? = nil) -> String {
        switch reason {
        case .rowFailed:
            "Stopped at the first row that was refused."
                + (self == .resume ? " Resume with --on-error continue to have the others written." : "")
        case .tooManyErrors(let limit):
            "Stopped: \(Wording.count(limit, "row")) \(limit == 1 ? "was" : "were") refused, as many as --max-errors allows."
        case .refused(let error): "Stopped: \(error)"
        case .unavailable(let error): "Stopped: \(error) Go on later."
        case .schemaChanged(let field):
            "Stopped: whole requests were refused for the field \"\(field)\". The table has changed since the run. Compare "
                + "the field with what \(self == .undo ? "it was" : "the run writes") before you go on."
        case .unsettled:
            "Stopped: an answer was lost, and the table does not tell whether its records were written. Look for them before "
                + "you go on."
        case .budgetReached: "Stopped: \(shortage ?? "no more requests may be sent")."
        case .requested: signal == nil ? "Stopped on request." : "Stopped as asked. \(done)"
        }
    }

    private var done: String {
        switch self {
        case .resume: "What is counted as created, updated, deleted or archived is done."
        case .undo: "What is counted as deleted, put back or created again is done."
        }
    }
}
