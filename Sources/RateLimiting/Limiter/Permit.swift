/// How a request ended, as far as pacing cares.
public enum PermitAnswer: Sendable, Hashable {
    /// The service answered, whatever it said: it has counted the request.
    case counted
    /// No answer, or none that could be read to its end: the service may have counted the request, or may yet.
    case lost
    /// The service refused since there were too many requests, and asks to wait so long (Retry-After) if it said so.
    ///
    /// Only for refusals that waiting mends: a month's quota that is used up is an answer like any other.
    case refused(retryAfter: Duration?)
}

/// Leave to send one request.
///
/// Whoever sends it says when the head goes onto an open connection and when the answer has ended; each counts once, the first time,
/// and may be said from any thread. If nothing goes onto a connection before the permit's scope ends, its token is back
/// at once. If the answer is not told of, it is taken as lost.
public final class Permit: Sendable {
    private let limiter: RateLimiter
    private let id: WaiterID
    private let base: BucketKey?

    init(limiter: RateLimiter, id: WaiterID, base: BucketKey?) {
        self.limiter = limiter
        self.id = id
        self.base = base
    }

    /// The head of the request goes onto an open connection now: from here on the service may count it.
    public func headSent() {
        limiter.change(base) { machine, now in machine.headSent(id, at: now) }
    }

    /// The answer has ended now, in one of these ways.
    public func answerEnded(_ answer: PermitAnswer) {
        limiter.change(base) { machine, now in machine.answerEnded(id, answer, at: now) }
    }
}
