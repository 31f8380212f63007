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
