/// How the service counts requests and what it does when there are too many (airtable-api.md 5.1).
public struct RateOptions: Sendable, Hashable {
    /// Whether anything is counted; false admits everything.
    public var isEnforced = true
    /// Requests that one base admits in any rolling second (12 #4).
    public var requestsPerBase = 5
    /// Requests that one user may make in any rolling second over all bases.
    public var requestsPerUser = 50
    /// The span in which requests are counted.
    public var window: Duration = .seconds(1)
    /// How long everything is refused after a first refusal (12 #3).
    public var penalty: Duration = .seconds(30)
    /// Whether a request during the penalty begins it anew (12 #3).
    public var refusalsExtendPenalty = false
    /// The body of a refusal (12 #1).
    public var refusalShape = RateRefusalShape.list
    /// The `Retry-After` of a refusal in seconds; nil for none (12 #2).
    public var retryAfter: Int?
    /// How many authenticated calls a calendar month (UTC) allows; the rest is refused with
    /// `PUBLIC_API_BILLING_LIMIT_EXCEEDED`, but for `/v0/meta` (5.2, 12 #37). Nil for no limit.
    public var callsPerMonth: Int?

    /// Makes the limits of Airtable (airtable-api.md 5).
    public init() {}
}
