import RateLimiting

/// The moments at which a run's loop will be woken although nothing ended.
struct Alarms {
    private var times: Set<TimePoint> = []

    /// Whether an alarm must be set so that the loop is awake at `time`; if so, it is taken for set.
    mutating func needs(_ time: TimePoint) -> Bool {
        guard times.allSatisfy({ time < $0 }) else { return false }
        times.insert(time)
        return true
    }

    /// The alarm of that time has rung.
    mutating func rang(_ time: TimePoint) { times.remove(time) }
}
