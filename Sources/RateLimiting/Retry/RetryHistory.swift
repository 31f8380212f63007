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
