public import FoundationEssentials
public import RateLimiting

/// Time for the library over a virtual clock: the moments are the clock's, the date moves with it.
public struct VirtualTime: TimeSource {
    /// The clock, for what wants one: a mock service, `Task.sleep(for:clock:)`.
    public let clock: VirtualClock
    /// What the calendar shows when the clock shows zero: 2026-01-15 12:00:00 UTC.
    public static let epoch = Date(timeIntervalSince1970: 1_768_478_400)

    public init(clock: VirtualClock = VirtualClock()) {
        self.clock = clock
    }

    public var now: TimePoint { TimePoint(clock.now.sinceStart) }

    public var date: Date {
        let (seconds, attoseconds) = clock.now.sinceStart.components
        return Self.epoch.addingTimeInterval(Double(seconds) + Double(attoseconds) / 1e18)
    }

    public func sleep(until deadline: TimePoint) async throws(CancellationError) {
        do {
            try await clock.sleep(until: VirtualClock.Instant(deadline.sinceOrigin))
        } catch {
            throw CancellationError()
        }
        if Task.isCancelled { throw CancellationError() }
    }
}
