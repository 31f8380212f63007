import RateLimiting
import TableModel

/// Whether and when requests of a run are sent again: what the policy, the run's budget and an outage allow together.
struct Repetition {
    private let policy: RetryPolicy
    private var budget = RetryBudget()
    private var generator: any RandomNumberGenerator & Sendable
    /// While it lasts, one request at a time probes whether it is over; everything else stays where it is. Otherwise each
    /// chunk of a run would find out for itself, and a hiccup would use up all that may be repeated.
    private(set) var outage: Outage?
    /// The job that probes.
    private var probe: Int?

    init(_ policy: RetryPolicy, generator: any RandomNumberGenerator & Sendable) {
        self.policy = policy
        self.generator = generator
    }

    /// Whether an outage keeps everything but its probe from going now.
    func isHeldUp(at now: TimePoint) -> Bool { outage.map { probe != nil || now < $0.until } ?? false }

    /// A request of `job` leaves; during an outage it is the probe.
    mutating func noteStart(of job: Int) { probe = outage == nil ? nil : job }

    /// The request of `job` ended with an answer, or with none; gives whether it was the probe of an outage.
    ///
    /// An answer to the probe ends the outage. Answers to what was sent before it began say nothing.
    @discardableResult
    mutating func noteEnd(of job: Int, isAnswer: Bool) -> Bool {
        guard probe == job else { return false }
        probe = nil
        if isAnswer { outage = nil }
        return true
    }

    /// A request succeeded, so more may be repeated.
    mutating func noteSuccess() { budget.noteSuccess() }

    /// The service cannot be reached, or was not well when it was asked; gives the wait until that is worth
    /// another try, or nil if there have been enough.
    mutating func noteOutage(_ error: RemoteError, isProbe: Bool, at now: TimePoint) -> Duration? {
        if let outage, !isProbe { return max(.zero, outage.until - now) }
        var current = outage ?? Outage(since: now)
        guard let delay = current.fail(error, policy, at: now, using: &generator) else { return nil }
        outage = current
        return delay
    }

    /// What to do about a write of `job` that did not succeed.
    ///
    /// The time since sending is taken as none: when the request really left is the pace's affair, and what waits longer
    /// than it must is safe.
    mutating func decide(_ fate: RequestFate, _ job: Job, at now: TimePoint) -> RetryDecision {
        let history = RetryHistory(
            attempts: job.attempts, refusals: job.refusals, elapsed: job.firstSentAt.map { now - $0 } ?? .zero)
        return policy.decide(fate, job.verb.nature, history: history, budget: &budget, using: &generator)
    }

    /// Whether `job`, whose lost request turned out not to have been applied, was tried often or long enough.
    func isUsedUp(_ job: Job, at now: TimePoint) -> Bool {
        job.attempts >= policy.attempts || job.firstSentAt.map { now - $0 > policy.longestTime } ?? false
    }
}

extension WriteChunk.Verb {
    /// What it would mean to send a chunk of this verb again.
    fileprivate var nature: RequestNature {
        switch self {
        case .create: .create
        case .update, .replace: .writeByID
        case .upsert: .upsert
        case .delete: .delete
        }
    }
}
