import RateLimiting
import TableModel

/// The service cannot be reached, or says that it is not well.
///
/// How long that is borne is a matter of time alone: the waits grow, at random, and a few short draws must not end a run.
struct Outage: Sendable, Hashable {
    let since: TimePoint
    /// When the service is asked again; past while it is being asked.
    private(set) var until: TimePoint
    /// Failures in a row.
    private var failures = 0

    init(since: TimePoint) {
        self.since = since
        until = since
    }

    /// The service was asked in vain; gives the wait until that is worth another try, or nil if it lasted too long.
    mutating func fail(
        _ error: RemoteError, _ policy: RetryPolicy, at now: TimePoint,
        using generator: inout some RandomNumberGenerator
    ) -> Duration? {
        failures += 1
        // A policy of one attempt repeats nothing; any other has one left however often this happened.
        let history = RetryHistory(attempts: min(failures, max(1, policy.attempts - 1)), elapsed: now - since)
        let fate = RequestFate.notApplied(retryAfter: error.retryAfter)
        // One request at a time asks, so that no budget must be kept.
        var budget = RetryBudget()
        // What was not applied may be sent again whatever it was, as a read may.
        let decision = policy.decide(fate, .read, history: history, budget: &budget, using: &generator)
        guard case .sendAgain(let delay) = decision else { return nil }
        until = now + delay
        return delay
    }
}
