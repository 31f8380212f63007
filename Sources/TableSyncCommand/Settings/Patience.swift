import RateLimiting

/// How long the command keeps trying while the service cannot be reached or fails.
struct Patience: Sendable, Hashable {
    /// What `--max-wait` says, in seconds; nil if it says nothing.
    let maxWait: Double?

    /// A day; nobody means more.
    static let longest: Double = 86_400

    /// For the first request. Nothing has begun, so there is nothing to lose, and a wrong address should be told soon: five
    /// attempts with waits of up to 0.5, 1, 2 and 4 seconds, a few seconds in all.
    var firstContact: RetryPolicy {
        var policy = run
        if maxWait == nil { policy.attempts = 5 }
        return policy
    }

    /// For everything afterwards.
    var run: RetryPolicy {
        var policy = RetryPolicy()
        guard let maxWait else { return policy }
        policy.longestTime = .seconds(maxWait)
        // The time alone decides.
        policy.attempts = .max
        policy.refusals = .max
        return policy
    }
}
