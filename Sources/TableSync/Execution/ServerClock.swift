import FoundationEssentials
import RateLimiting

/// The service's clock, as far as its answers tell.
///
/// Our own clock may be wrong by hours, so what is compared with the service's times is taken from its Date header. That
/// header counts whole seconds: the times given here are the earliest that fit it, up to a second and the way back early.
struct ServerClock: Sendable {
    private var reference: (date: Date, at: TimePoint)

    init(assuming date: Date, at now: TimePoint) { reference = (date, now) }

    /// Learns from an answer that came at `now`.
    mutating func note(_ serverTime: Date?, at now: TimePoint) {
        guard let serverTime else { return }
        reference = (serverTime, now)
    }

    /// What the service's clock showed at `moment`.
    func time(at moment: TimePoint) -> Date {
        let distance = moment - reference.at
        return reference.date.addingTimeInterval(distance / .seconds(1))
    }
}
