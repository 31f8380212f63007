import RateLimiting

/// Measures for how long the service took nothing, as refusals come.
struct PenaltyMeter: Sendable, Hashable {
    private var known = Penalty()
    private var closedUntil: TimePoint?

    /// A request was refused, and nothing is sent before `time`.
    mutating func refused(at now: TimePoint, until time: TimePoint) {
        let begun = max(closedUntil ?? now, now)
        known.refusals += 1
        known.wait += max(time - begun, .zero)
        closedUntil = max(time, begun)
    }

    /// What it came to until now: who ends before requests are taken again has not waited for that.
    func penalty(at now: TimePoint) -> Penalty {
        var penalty = known
        penalty.wait -= max((closedUntil ?? now) - now, .zero)
        return penalty
    }
}
