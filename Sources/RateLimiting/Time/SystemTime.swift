public import FoundationEssentials

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The machine's own time: the one file that sleeps and asks for the date.
///
/// Its moments are counted from the machine's start and go on while it sleeps (`CLOCK_BOOTTIME`; on Darwin
/// `CLOCK_MONOTONIC`, which does the same there), so processes can tell each other moments.
public struct SystemTime: TimeSource {
    /// Makes it; all are the same.
    public init() {}

    /// The time since an origin of its own, which no setting of a clock moves.
    public var now: TimePoint {
        var time = timespec()
        #if canImport(Darwin)
            clock_gettime(CLOCK_MONOTONIC, &time)
        #else
            clock_gettime(CLOCK_BOOTTIME, &time)
        #endif
        return TimePoint(.seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec)))
    }

    /// The time of day that the system believes in.
    public var date: Date { Date() }

    /// Sleeps until the deadline or a little longer; at once if it is over.
    public func sleep(until deadline: TimePoint) async throws(CancellationError) {
        // The clock that sleeps need not be the clock above to the nanosecond: ask again until the moment has come.
        while true {
            let rest = deadline - now
            if rest <= .zero {
                if Task.isCancelled { throw CancellationError() }
                return
            }
            do {
                try await Task.sleep(for: rest, tolerance: .zero, clock: .continuous)
            } catch {
                throw CancellationError()
            }
        }
    }
}
