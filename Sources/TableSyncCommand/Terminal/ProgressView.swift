import RateLimiting
import TableSync

/// A run's progress as it stands at a moment: the newest that was told, and the time since.
struct ProgressView: Sendable, Hashable {
    let rowsDone: Int
    /// Rows in all; nil if not known.
    let rows: Int?
    let created: Int
    let updated: Int
    let failed: Int
    /// Requests of the run that have left.
    let requests: Int
    let repeats: Int
    /// Requests still to come; nil if not known.
    let requestsToCome: Int?
    let elapsed: Duration
    /// How long the pace makes the rest last; nil if unknown or unpaced, and while the service is away.
    let timeLeft: Duration?
    /// Why nothing is sent, and how much longer; nil while the run goes on.
    let wait: Wait?

    struct Wait: Hashable {
        let reason: Progress.Wait.Reason
        /// How much longer; for an outage until the next try, and zero while it is being tried.
        let time: Duration
        /// How long the service has been away, for an outage.
        let awayFor: Duration?

        /// What is left of `wait` at `now`; nil if it is over.
        init?(_ wait: Progress.Wait, at now: TimePoint) {
            guard wait.until > now || wait.since != nil else { return nil }
            reason = wait.reason
            time = max(wait.until - now, .zero)
            awayFor = wait.since.map { now - $0 }
        }
    }

    /// - Parameters:
    ///   - sent: Requests that have left; nil for all that the run has begun, some of which may wait for their turn.
    ///   - sinceThen: The time since `progress` was told.
    ///   - now: The present, if the run may be waiting for a moment.
    init(_ progress: Progress, sent: Int? = nil, sinceThen: Duration = .zero, at now: TimePoint? = nil) {
        rowsDone = progress.rowsDone
        rows = progress.rowCount
        created = progress.counts.created
        updated = progress.counts.updated
        failed = progress.counts.failed
        let sent = sent ?? progress.requests
        requests = sent
        repeats = progress.repeats
        requestsToCome = progress.requestsToCome.map { max(progress.requests + $0 - sent, 0) }
        elapsed = progress.elapsed + sinceThen
        timeLeft = progress.timeLeft.map { max($0 - sinceThen, .zero) }
        wait = progress.waiting.flatMap { wait in now.flatMap { Wait(wait, at: $0) } }
    }

    /// How long the service refuses everything; zero if it does not.
    var refusedFor: Duration { wait?.reason == .refused ? wait?.time ?? .zero : .zero }

    /// Requests a second since the start, counted by whole seconds: five go at once at the beginning of each, and within the
    /// first of them the quotient of the two would look like more than the service allows. Nil in the first second.
    var requestsPerSecond: Double? {
        let seconds = elapsed / .seconds(1)
        return seconds < 1 ? nil : Double(requests) / seconds.rounded(.up)
    }
}
