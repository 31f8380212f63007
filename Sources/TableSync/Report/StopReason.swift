public import TableModel

/// Why a run ended before its input did.
public enum StopReason: Sendable, Hashable {
    /// A row was refused, by the service or by a rule of ours, under ``ErrorStrategy/stop`` or ``ErrorStrategy/rollback``.
    case rowFailed
    /// The service refuses everything: not allowed, or the quota is used up. No row is to blame.
    case refused(RemoteError)
    /// The service could not be reached, or did not recover in the time allowed; trying later may help. No row is to blame.
    case unavailable(RemoteError)
    /// Two chunks were refused whole for one field: the table is not what ``RunOptions/schema`` says, or the rows were not
    /// made for it. A run cannot read the schema; read it again, compare the field, and begin anew.
    case schemaChanged(field: String)
    /// The outcome of rows without a key could not be settled; going on could write them twice.
    case unsettled
    /// As many requests have left as ``RunOptions/maxRequests`` allows, and more would be needed.
    case budgetReached(requests: Int)
    /// As many rows were refused as ``RunOptions/maxErrors`` allows under ``ErrorStrategy/continue``.
    case tooManyErrors(limit: Int)
    /// Somebody asked the run to stop.
    case requested
}

extension StopReason {
    /// Why a run ends that could not read what it has to know.
    init(_ error: RemoteError, after requests: Int) {
        switch error.code {
        case .budgetReached: self = .budgetReached(requests: requests)
        case .stopRequested: self = .requested
        case .quotaExceeded, .unauthorized, .forbidden: self = .refused(error)
        default: self = .unavailable(error)
        }
    }
}
