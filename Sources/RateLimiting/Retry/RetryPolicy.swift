/// What to do about a request that failed: a pure decision from what may have happened and what it would mean to send
/// it again (design.md 5.2, airtable-api.md 5.5).
///
/// | fate | read | write by id, upsert | delete, create, schema write |
/// |---|---|---|---|
/// | refused | again, when the limiter lets it | the same | the same |
/// | not applied | again after a back-off | the same | the same |
/// | unknown | again after a back-off | settle, then again | settle, then look up |
/// | rejected | stop | isolate | isolate (schema write: stop) |
/// | fatal | stop | stop | stop |
///
/// Everything is bounded: attempts, refusals, the time from the first sending, and the budget of the whole run.
public struct RetryPolicy: Sendable, Hashable {
    /// How long to wait between attempts.
    public var backoff: RetryBackoff
    /// How often a request is sent, refusals not counted; 8 by default: with the default back-off that outlasts an outage of half a
    /// minute on average.
    public var attempts: Int
    /// How often a request may be refused for the rate; 10 by default. Each costs 30 s of penalty, so a run waits five minutes for
    /// somebody else who uses up the limit.
    public var refusals: Int
    /// No wait begins that would end later than this after the first sending; 15 minutes by default.
    public var longestTime: Duration
    /// How long after sending the service may still be at work on a write; 30 s by default: writes of 20 s are reported
    /// (airtable-api.md 3.7).
    public var settlingTime: Duration

    /// Makes a policy; the defaults suit Airtable.
    public init(
        backoff: RetryBackoff = RetryBackoff(), attempts: Int = 8, refusals: Int = 10,
        longestTime: Duration = .seconds(900), settlingTime: Duration = .seconds(30)
    ) {
        self.backoff = backoff
        self.attempts = attempts
        self.refusals = refusals
        self.longestTime = longestTime
        self.settlingTime = settlingTime
    }

    /// Decides about a request that has just failed.
    ///
    /// - Parameters:
    ///   - fate: What may have become of it.
    ///   - nature: What it would mean to send it again.
    ///   - history: How often and how long it has been tried.
    ///   - budget: The run's budget; a repetition takes from it, a refusal or a look-up does not.
    ///   - generator: Where the randomness of the back-off comes from.
    public func decide(
        _ fate: RequestFate, _ nature: RequestNature, history: RetryHistory, budget: inout RetryBudget,
        using generator: inout some RandomNumberGenerator
    ) -> RetryDecision {
        switch fate {
        case .fatal:
            return .stop(.fatal)
        case .rejected:
            return nature == .read || nature == .schemaWrite ? .stop(.rejected) : .isolate
        case .refused:
            // The limiter is closed for the penalty; a wait of our own would only come on top.
            if history.refusals >= refusals { return .stop(.refusalsUsedUp) }
            return history.elapsed > longestTime ? .stop(.timeUsedUp) : .sendAgain(after: .zero)
        case .notApplied(let retryAfter):
            return again(after: retryAfter, history, &budget, &generator)
        case .unknown(let retryAfter):
            if nature == .read { return again(after: retryAfter, history, &budget, &generator) }
            return settle(nature, retryAfter, history, &budget)
        }
    }

    private func again(
        after retryAfter: Duration?, _ history: RetryHistory, _ budget: inout RetryBudget,
        _ generator: inout some RandomNumberGenerator
    ) -> RetryDecision {
        if history.attempts >= attempts { return .stop(.attemptsUsedUp) }
        // Asked to wait, we wait so long and then spread as usual: others were told the same.
        let wait = max(retryAfter ?? .zero, .zero) + backoff.wait(afterAttempts: history.attempts, using: &generator)
        if history.elapsed + wait > longestTime { return .stop(.timeUsedUp) }
        return budget.withdraw() ? .sendAgain(after: wait) : .stop(.budgetUsedUp)
    }

    private func settle(
        _ nature: RequestNature, _ retryAfter: Duration?, _ history: RetryHistory, _ budget: inout RetryBudget
    ) -> RetryDecision {
        let rest = max(settlingTime - history.sinceSending, .zero)
        switch nature {
        case .delete, .create, .schemaWrite:
            // Looking it up is worth it however often it was tried: it turns unknown into known.
            return .settle(for: rest, then: .lookUp)
        case .read, .writeByID, .upsert:
            if history.attempts >= attempts { return .stop(.attemptsUsedUp) }
            let wait = max(rest, retryAfter ?? .zero)
            if history.elapsed + wait > longestTime { return .stop(.timeUsedUp) }
            return budget.withdraw() ? .settle(for: wait, then: .sendAgain) : .stop(.budgetUsedUp)
        }
    }
}
