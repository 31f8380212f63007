/// A moment on a clock that all processes of this machine share and that goes on while the machine sleeps.
///
/// It is a duration since an origin (on the system's clock: since the machine started), so it means nothing on another
/// machine or after a restart, and nobody can set it. Dates come from ``TimeSource/date``.
public struct TimePoint: Sendable, Hashable, Comparable, Codable {
    /// How long after the origin the moment is.
    public var sinceOrigin: Duration

    /// Makes the moment that is `sinceOrigin` after the origin.
    public init(_ sinceOrigin: Duration) {
        self.sinceOrigin = sinceOrigin
    }

    /// The origin itself.
    public static let origin = TimePoint(.zero)

    public static func < (left: TimePoint, right: TimePoint) -> Bool { left.sinceOrigin < right.sinceOrigin }
    public static func + (point: TimePoint, duration: Duration) -> TimePoint { TimePoint(point.sinceOrigin + duration) }
    public static func - (point: TimePoint, duration: Duration) -> TimePoint { TimePoint(point.sinceOrigin - duration) }
    public static func += (point: inout TimePoint, duration: Duration) { point = point + duration }

    /// How long after `right` the moment `left` is; negative when it is before.
    public static func - (left: TimePoint, right: TimePoint) -> Duration { left.sinceOrigin - right.sinceOrigin }
}

extension TimePoint: CustomStringConvertible {
    /// The duration since the origin, such as `12.5 seconds`.
    public var description: String { "\(sinceOrigin)" }
}
