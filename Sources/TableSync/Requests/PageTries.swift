import RateLimiting
import TableModel

/// How often one page was asked for in vain, and whether that is worth another try.
struct PageTries {
    private let policy: RetryPolicy
    private let begun: TimePoint
    private var history = RetryHistory(attempts: 0)
    private var outage: Outage?
    private var generator = SystemRandomNumberGenerator()

    init(_ policy: RetryPolicy, from begun: TimePoint) {
        self.policy = policy
        self.begun = begun
    }

    /// The page did not come; gives the wait until it is asked for again, or nil if that was enough.
    ///
    /// - Parameter isOutage: Whether the service could not be asked, or said that it is not well.
    mutating func delay(
        after error: RemoteError, isOutage: Bool, _ budget: inout RetryBudget, at now: TimePoint
    ) -> Duration? {
        history.elapsed = now - begun
        if error.code == .rateLimited {
            history.refusals += 1
            return decide(.refused, &budget)
        }
        guard isOutage else {
            history.attempts += 1
            return decide(.unknown(retryAfter: error.retryAfter), &budget)
        }
        var current = outage ?? Outage(since: now)
        defer { outage = current }
        return current.fail(error, policy, at: now, using: &generator)
    }

    private mutating func decide(_ fate: RequestFate, _ budget: inout RetryBudget) -> Duration? {
        let decision = policy.decide(fate, .read, history: history, budget: &budget, using: &generator)
        return if case .sendAgain(let delay) = decision { delay } else { nil }
    }
}
