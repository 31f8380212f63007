/// What may have become of a request that was sent once. The status code alone never tells (design.md 5.2).
public enum RequestFate: Sendable, Hashable {
    /// The service refused it since there were too many (a rate 429). It was not applied, and the limiter waits.
    case refused
    /// It cannot have been applied: no connection, 503 RETRIABLE_ERROR. The service may ask to wait so long.
    case notApplied(retryAfter: Duration? = nil)
    /// Nobody knows, and the service may even be still at work on it: time-out, reset, 500, 502, 504, unreadable answer.
    case unknown(retryAfter: Duration? = nil)
    /// The service understood it and will not do it whole: 422, 413.
    case rejected
    /// No request has a chance: 401, 403 on the table, the month's quota.
    case fatal
}
