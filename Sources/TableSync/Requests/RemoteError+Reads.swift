public import TableModel

/// Why a read of ours ends without the service having a part in it.
extension RemoteError.Code {
    /// A read came to the end of what ``RunOptions/maxRequests`` allows; the service was not asked.
    public static let budgetReached = RemoteError.Code("budget-reached")
    /// ``RunOptions/stopSignal`` was given while something was read or waited for, before anything was written.
    public static let stopRequested = RemoteError.Code("stop-requested")
}

extension RemoteError {
    /// Only so many requests may be sent.
    static func budgetReached(_ limit: Int, attempted: String) -> RemoteError {
        RemoteError(
            .budgetReached, message: "the \(limit) requests that may be sent have been", attempted: attempted,
            remedy: "Allow more requests, or go on later.")
    }

    /// Somebody asked for a stop.
    static func stopRequested(attempted: String) -> RemoteError {
        RemoteError(
            .stopRequested, message: "a stop was requested", attempted: attempted, remedy: "Go on when you like.")
    }
}
