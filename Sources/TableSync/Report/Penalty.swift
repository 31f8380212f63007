/// What the service's limit of requests in a second has cost a run, since others used it, too.
public struct Penalty: Sendable, Hashable {
    /// Requests that the service refused for their number; what they were to do is asked for again.
    public internal(set) var refusals = 0
    /// For how long the run stood still for that: upon a refusal nothing is sent until the service takes requests again.
    public internal(set) var wait: Duration = .zero

    /// Makes the penalty of a run of which nothing was refused.
    public init() {}

    /// Such as `The service refused 2 requests, since its limit was used by others; 31 s were waited.`; nil if it refused none.
    public var sentence: String? {
        guard refusals > 0 else { return nil }
        let seconds = Int((wait / .seconds(1)).rounded())
        return "The service refused \(Listing.count(refusals, "request")), since its limit was used by others; "
            + "\(Listing.number(seconds)) s were waited."
    }

    static func += (whole: inout Penalty, part: Penalty) {
        whole.refusals += part.refusals
        whole.wait += part.wait
    }
}
