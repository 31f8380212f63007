import RateLimiting

/// The service cannot be reached, or says that it is not well.
///
/// While that is so, one request at a time probes whether it is over, with growing waits; everything else stays where it
/// is. Otherwise each chunk of a run would find out for itself, and a hiccup would use up all that may be repeated.
struct Outage: Sendable {
    let since: TimePoint
    /// Failures in a row, those not counted that were under way when it began.
    var failures = 1
    /// When the next probe may go.
    var until: TimePoint
    /// The job that probes.
    var probe: Int?
}
