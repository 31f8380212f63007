/// Something that goes wrong with one request (airtable-api.md 12.1).
public enum Fault: Sendable, Hashable {
    /// The connection is refused: nothing is read, nothing counted.
    case refuse
    /// An error answer; the request is carried out all the same if `applied`.
    case status(FaultStatus, applied: Bool = false)
    /// The request is carried out and its answer lost.
    case appliedThenLost
    /// The connection is dropped after the request was read and counted; nothing is carried out.
    case droppedNotApplied
    /// The connection is dropped at once, and the request carried out so much later.
    case appliedLate(after: Duration)
    /// The request is carried out; half of the body of the answer is missing.
    case cutAnswer
    /// The request is carried out; the answer is a 200 without a body.
    case emptyAnswer
    /// The request is carried out; the answer takes so much longer.
    case slow(Duration)
    /// The running list that the request goes on with has died; other requests are carried out as usual.
    case iteratorDeath
    /// The page carries the offset that it was asked for with instead of the next; other requests as usual.
    case repeatedOffset
}

/// An error answer that a ``Fault`` gives.
public struct FaultStatus: Sendable, Hashable {
    let failure: ServiceFailure

    /// 500 with HTML.
    public static let internalError = FaultStatus(failure: .internalError)
    /// 502 with HTML.
    public static let badGateway = FaultStatus(failure: .badGateway)
    /// 503 with HTML, of which nobody says that it is safe to repeat.
    public static let unavailable = FaultStatus(failure: .serviceUnavailable)
    /// 504 with HTML.
    public static let gatewayTimeout = FaultStatus(failure: .gatewayTimeout)
    /// 503 `RETRIABLE_ERROR`.
    public static let retriable = FaultStatus(failure: .retriable(retryAfter: nil))
    /// 503 `RETRIABLE_ERROR` with a `Retry-After` of so many seconds.
    public static func retriable(after seconds: Int) -> FaultStatus {
        FaultStatus(failure: .retriable(retryAfter: seconds))
    }
    /// 429 for too many requests a second, in the given shape; the base's own counting is not touched.
    public static func rateLimited(_ shape: RateRefusalShape = .list, retryAfter: Int? = nil) -> FaultStatus {
        FaultStatus(failure: .rateLimited(shape, retryAfter: retryAfter))
    }
    /// 429 `PUBLIC_API_BILLING_LIMIT_EXCEEDED`.
    public static let quotaExceeded = FaultStatus(failure: .quotaExceeded)
    /// 403 `INVALID_PERMISSIONS`, as when a right is withdrawn in the middle of a run.
    public static let notPermitted = FaultStatus(failure: .notPermitted)
    /// 413 with HTML.
    public static let bodyTooLarge = FaultStatus(failure: .bodyTooLarge)
}
