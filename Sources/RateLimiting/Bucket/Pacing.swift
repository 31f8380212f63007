/// How requests are held back so that the service's limit is never exceeded.
///
/// The limit is meant as: no second, wherever it begins, holds more than so many requests *at the service*. Airtable's are
/// 5 per base and 50 per token (airtable-api.md 5.1).
public struct Pacing: Sendable, Hashable {
    /// When a spent token comes back.
    package enum Refill: Sendable, Hashable {
        case answerBased, strict, continuous, none
    }

    package var refill: Refill

    /// How many requests reach one base in a second; 5 by default. Any number is good, also 0.5; one below 0.01 or above
    /// 10,000, or none at all, is taken as the nearest of these.
    public var requestsPerSecond: Double {
        didSet { requestsPerSecond = Pacing.sane(requestsPerSecond) }
    }

    /// How many requests reach the service in a second with one token, over all bases; 50 by default. A base gets no more
    /// than that, whatever ``requestsPerSecond`` says.
    public var requestsPerSecondPerToken: Double {
        didSet { requestsPerSecondPerToken = Pacing.sane(requestsPerSecondPerToken) }
    }

    /// By how much the time that a request needs to reach the service may vary unnoticed; 20 ms by default.
    public var margin: Duration {
        didSet { margin = min(max(margin, .zero), .seconds(1)) }
    }

    package init(_ refill: Refill) {
        self.refill = refill
        self.requestsPerSecond = 5
        self.requestsPerSecondPerToken = 50
        self.margin = .milliseconds(20)
    }

    /// The default: a token comes back one second (and the margin) after the service must have counted its request, which
    /// the time of the answer tells. Five go at once, then five a second, whatever the latency up to about a second.
    ///
    /// Sound as long as the way *to* the service varies by less than the margin; the way back may vary as it likes.
    public static let answerBased = Pacing(.answerBased)

    /// A token comes back one second after the end of its answer: sound however the latency varies, and slower by one
    /// latency for every five requests. A slow answer holds its token until it is there, for a minute at most.
    public static let strict = Pacing(.strict)

    /// The textbook bucket, refilled evenly: for services that count so. After a pause it lets nearly twice the limit
    /// through within one second, so it is wrong for Airtable.
    public static let continuous = Pacing(.continuous)

    /// No pace at all, for services without a limit. A refusal still closes the base for a while.
    public static let none = Pacing(.none)

    private static func sane(_ rate: Double) -> Double {
        rate.isNaN ? 0.01 : min(max(rate, 0.01), 10_000)
    }
}
