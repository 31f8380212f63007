import FoundationEssentials

/// A clock of any kind, and the wall time that goes with it.
///
/// The only file of the module that waits or asks for the time.
struct MockClock: Sendable {
    private let elapsed: @Sendable () -> Duration
    private let wait: @Sendable (Duration) async throws -> Void
    private let start: ServiceInstant

    /// - Parameter start: The wall time at this moment; nil for the system's.
    init(_ clock: some Clock<Duration>, startingAt start: ServiceInstant?) {
        let origin = clock.now
        elapsed = { origin.duration(to: clock.now) }
        wait = { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
        self.start = start ?? Self.systemTime
    }

    /// The wall time: that at the start, and what has passed on the clock since.
    var now: ServiceInstant { start + elapsed() }

    /// Waits so long on the clock; not at all for nothing.
    func sleep(for duration: Duration) async throws {
        if duration > .zero { try await wait(duration) }
    }

    static var systemTime: ServiceInstant {
        ServiceInstant(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
