/// A moment on the service's wall clock, to the nanosecond.
///
/// The machine never asks for the time: every call is told it. Instants before 1970 are negative.
public struct ServiceInstant: Sendable, Hashable, Comparable {
    /// Nanoseconds since 1970-01-01T00:00:00Z; 64 bits reach from 1678 to 2262.
    public var nanosecondsSince1970: Int64

    /// Makes an instant; one before 1970 has a negative number.
    public init(nanosecondsSince1970: Int64) { self.nanosecondsSince1970 = nanosecondsSince1970 }

    /// The instant that many milliseconds after 1970-01-01T00:00:00Z, kept within what 64 bits of nanoseconds hold.
    public init(millisecondsSince1970: Int64) {
        let limit = Int64.max / 1_000_000
        nanosecondsSince1970 = min(max(millisecondsSince1970, -limit), limit) * 1_000_000
    }

    /// The instant that many seconds after 1970-01-01T00:00:00Z, kept within what 64 bits of nanoseconds hold.
    public init(secondsSince1970: Int64) {
        let limit = Int64.max / 1_000_000_000
        nanosecondsSince1970 = min(max(secondsSince1970, -limit), limit) * 1_000_000_000
    }

    /// Whole milliseconds since 1970, rounded down.
    public var millisecondsSince1970: Int64 { nanosecondsSince1970.floorDivided(by: 1_000_000) }

    /// Whole seconds since 1970, rounded down.
    public var secondsSince1970: Int64 { nanosecondsSince1970.floorDivided(by: 1_000_000_000) }

    public static func < (left: Self, right: Self) -> Bool { left.nanosecondsSince1970 < right.nanosecondsSince1970 }

    /// The instant that lies `duration` after `instant`; the ends of the range stand for what lies beyond them.
    public static func + (instant: Self, duration: Duration) -> Self {
        let (sum, overflow) = instant.nanosecondsSince1970.addingReportingOverflow(duration.wholeNanoseconds)
        guard overflow else { return Self(nanosecondsSince1970: sum) }
        return Self(nanosecondsSince1970: duration < .zero ? .min : .max)
    }

    public static func - (instant: Self, duration: Duration) -> Self { instant + (.zero - duration) }

    /// How long after `right` the instant `left` is; negative if it is before.
    public static func - (left: Self, right: Self) -> Duration {
        .nanoseconds(left.nanosecondsSince1970) - .nanoseconds(right.nanosecondsSince1970)
    }
}

extension Duration {
    /// The duration in nanoseconds, rounded toward zero and kept within 64 bits.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let limit = Int64.max / 1_000_000_000 - 1
        guard abs(seconds) < limit else { return seconds < 0 ? .min : .max }
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}

extension Int64 {
    /// The quotient rounded toward minus infinity; `divisor` is positive.
    func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// What is left over by ``floorDivided(by:)``, never negative; `divisor` is positive.
    func floorRemainder(by divisor: Int64) -> Int64 { self - floorDivided(by: divisor) * divisor }
}
