/// Whether a bucket is closed after a refusal, and how it opens again.
///
/// The rate after a refusal is a function of the moment of reopening alone, so processes that share a bucket agree on it
/// with no more than that moment written down.
struct Gate: Sendable, Hashable {
    /// How long a refusal closes the bucket: Airtable's penalty (airtable-api.md 5.1).
    static let penalty: Duration = .seconds(30)
    /// A Retry-After that asks for more is cut to this: no wait without an end.
    static let longestPenalty: Duration = .seconds(3_600)
    /// After each of these spans without a refusal the rate grows by a step.
    static let cleanSpan: Duration = .seconds(30)
    /// By how many requests a second the rate grows.
    static let step = 0.5
    /// The margin grows no further than this (design.md 5.1).
    static let widestMargin: Duration = .seconds(1)
    /// For how long a margin stays widened after a reopening: about the length of a long run, so that a line that varies
    /// too much is not tried again and again at 30 s apiece, and one bad moment is not paid for until the next restart.
    static let marginMemory: Duration = .seconds(3_600)

    /// When the bucket opened or will open after the last refusal; nil if there was none.
    var reopening: TimePoint?
    /// The margin that the last refusals led to.
    var widenedMargin: Duration = .zero

    /// Whether requests have to wait, and until when.
    func closedUntil(at now: TimePoint) -> TimePoint? {
        guard let reopening, reopening > now else { return nil }
        return reopening
    }

    /// Requests a second that go out at `now`, once the bucket is open: all of `full`; after a refusal half of them, and
    /// half a request more for every clean 30 s.
    func rate(at now: TimePoint, full: Double) -> Double {
        guard let reopening else { return full }
        let clean = max(now - reopening, .zero)
        // Past this many spans any rate that can be asked for is full again; it also keeps the division in bounds.
        let spans = min(Int(clean / Self.cleanSpan), 100_000)
        return min(full, full / 2 + Self.step * Double(spans))
    }

    /// When the rate changes next; nil when it is full.
    func nextStep(after now: TimePoint, full: Double) -> TimePoint? {
        guard let reopening, rate(at: now, full: full) < full else { return nil }
        let spans = Int(max(now - reopening, .zero) / Self.cleanSpan)
        return reopening + Self.cleanSpan * (spans + 1)
    }

    /// The margin at `now`, where it is usually `base`.
    func margin(at now: TimePoint, base: Duration) -> Duration {
        guard let reopening, now < reopening + Self.marginMemory else { return base }
        return max(base, widenedMargin)
    }

    /// Closes the bucket since the service refused a request.
    mutating func refused(at now: TimePoint, retryAfter: Duration?, spread: Duration) {
        if let reopening, now >= reopening + Self.marginMemory { widenedMargin = .zero }
        widenedMargin = max(widenedMargin, min(spread, Self.widestMargin))
        let penalty = max(Self.penalty, min(retryAfter ?? .zero, Self.longestPenalty))
        reopening = max(reopening ?? now + penalty, now + penalty)
    }

    /// What holds when both this and `other` are true: the later reopening, the wider margin.
    mutating func merge(_ other: Gate) {
        guard let theirs = other.reopening else { return }
        reopening = max(reopening ?? theirs, theirs)
        widenedMargin = max(widenedMargin, other.widenedMargin)
    }
}
