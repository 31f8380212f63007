import RateLimiting
import TableModel

/// What a table says of its pace, asked four times a second at the most: each question may cost the reading of a file that
/// processes share.
struct PaceWatch {
    private static let interval: Duration = .milliseconds(250)

    private let table: any ReadableTable
    private var askedAt: TimePoint?
    private var closedUntil: TimePoint?
    private var end: TimePoint?

    init(_ table: any ReadableTable) { self.table = table }

    /// Asks, unless that was done just now.
    ///
    /// - Parameters:
    ///   - requests: The requests to come; nil if their number is not known.
    ///   - isLast: Whether to ask however short ago that was done.
    mutating func look(aheadTo requests: Int?, at now: TimePoint, isLast: Bool) {
        if !isLast, let askedAt, now - askedAt < Self.interval { return }
        askedAt = now
        closedUntil = table.closedFor.map { now + $0 }
        end = requests.flatMap { table.forecast(requests: $0) }.map { now + $0 }
    }

    /// Until when a refusal keeps everybody from sending; nil if none does.
    func closedUntil(at now: TimePoint) -> TimePoint? { closedUntil.flatMap { $0 > now ? $0 : nil } }

    /// How long the pace makes the requests to come last; nil if nothing limits them.
    func timeLeft(at now: TimePoint) -> Duration? { end.map { max($0 - now, .zero) } }
}
