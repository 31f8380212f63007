import RateLimiting

/// How long the command keeps trying while the service cannot be reached or fails.
struct Patience: Sendable, Hashable {
    /// What `--max-wait` says, in seconds; nil if it says nothing.
    let maxWait: Double?

    /// A day; nobody means more.
    static let longest: Double = 86_400

    /// For the first request. Nothing has begun, so there is nothing to lose, and a wrong address should be told soon: five
    /// attempts with waits of up to 0.5, 1, 2 and 4 seconds, which is a few seconds if nothing is there, and a minute at most
    /// if what is there does not answer.
    var firstContact: RetryPolicy {
        var policy = run
        if maxWait == nil {
            policy.attempts = 5
            policy.longestTime = .seconds(60)
        }
        return policy
    }

    /// How long the answer to the first request may take, which reads a schema: an answer that takes longer is lost, and
    /// another attempt is worth more than waiting for it.
    static let firstAnswer: Duration = .seconds(30)

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
