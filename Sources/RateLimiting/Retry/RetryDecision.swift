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

/// What it would mean to send a request again.
public enum RequestNature: Sendable, Hashable, CaseIterable {
    /// A read: repeating it changes nothing.
    case read
    /// Writes cells of records that are named by id: repeating it writes the same again.
    case writeByID
    /// Creates or updates by a unique key: repeating it updates what it created.
    case upsert
    /// Deletes records by id: a repetition is refused whole if one of them is gone.
    case delete
    /// Creates records without a key: repeating it may create them twice.
    case create
    /// Creates a table or a field: repeating it may create it twice, or be refused since it is there.
    case schemaWrite
}

/// How often and how long one request has been tried.
public struct RetryHistory: Sendable, Hashable {
    /// How often it has been sent, the last time included, without the refusals.
    public var attempts: Int
    /// How often it was refused since there were too many.
    public var refusals: Int
    /// The time since it was sent first.
    public var elapsed: Duration
    /// The time since it was sent last.
    public var sinceSending: Duration

    /// Makes the history of a request that was sent once and has just failed.
    public init(attempts: Int = 1, refusals: Int = 0, elapsed: Duration = .zero, sinceSending: Duration = .zero) {
        self.attempts = attempts
        self.refusals = refusals
        self.elapsed = elapsed
        self.sinceSending = sinceSending
    }
}

/// What to do about a request that failed.
public enum RetryDecision: Sendable, Hashable {
    /// Send it again after this time; the limiter's own wait comes on top.
    case sendAgain(after: Duration)
    /// Wait this long, so that the service is certainly done with it; other requests go on meanwhile.
    case settle(for: Duration, then: SettledStep)
    /// Find out which part of it the service does not accept, and send the rest.
    case isolate
    /// Give it up.
    case stop(StopReason)

    /// What to do once nothing more can come of the lost request.
    public enum SettledStep: Sendable, Hashable {
        /// Send the same again: harmless now.
        case sendAgain
        /// Read what it has done, and send only what is missing.
        case lookUp
    }

    /// Why a request is given up.
    public enum StopReason: Sendable, Hashable {
        /// The service will not do it, nor will it do another one.
        case fatal
        /// The service will not do it as it is, and there is no part to set aside.
        case rejected
        /// It was tried as often as the policy allows.
        case attemptsUsedUp
        /// It was refused as often as the policy allows: somebody else uses up the base's limit.
        case refusalsUsedUp
        /// The wait that is due would last longer than the policy allows in all.
        case timeUsedUp
        /// Too many requests of the whole run had to be repeated: the service is not well.
        case budgetUsedUp
    }
}
