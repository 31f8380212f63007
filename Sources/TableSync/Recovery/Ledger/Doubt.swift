import FoundationEssentials

/// What is known of the sendings of an operation that may have been applied.
struct Doubt: Sendable, Hashable {
    /// Where the cells stand that were sent last; every sending of an operation has the same.
    private(set) var intent: Place
    /// When it was sent first, by this machine's clock.
    let firstSentAt: Date
    /// When it was sent last, or was known to be lost if that was later, by this machine's clock.
    private(set) var lastSentAt: Date
    /// How far the service's clock was ahead of ours before the first sending; nil if it had not told the time.
    let clockLead: TimeInterval?
    /// Sendings that may have been applied.
    private var sendings = 1
    /// Those of them of which nothing more is told: a request may leave long after its intent, when the pace lets it.
    private var untold = 1

    /// Whether a sending may have left as late as its process died.
    var mayHaveLeftLate: Bool { untold > 0 }

    /// Whether it was sent again after a sending that may have been applied.
    var isRepeated: Bool { sendings > 1 }

    init(_ intent: Place, at date: Date, clockLead: TimeInterval?) {
        self.intent = intent
        firstSentAt = date
        lastSentAt = date
        self.clockLead = clockLead
    }

    mutating func sendAgain(_ place: Place, at date: Date) {
        intent = place
        lastSentAt = max(lastSentAt, date)
        sendings += 1
        untold += 1
    }

    /// The answer to one sending was lost, which was known then.
    mutating func loseAnswer(at date: Date) {
        lastSentAt = max(lastSentAt, date)
        untold -= 1
    }

    /// One sending was not applied; gives whether others may have been.
    mutating func takeBack() -> Bool {
        sendings -= 1
        untold -= 1
        return sendings > 0
    }

    /// When it was sent first, by the clock of a service that was so far ahead of ours then.
    func sentAt(ahead lead: TimeInterval) -> ClosedRange<Date> {
        let date = firstSentAt.addingTimeInterval(lead)
        return date...date
    }

    /// The same for a service that told the time only now, at `now`. Our clock may have been set since: by a little, to what it shows
    /// now, or from it. One that shows an earlier time than then has been set back by nobody knows how much.
    func sentAt(aheadNow lead: TimeInterval, at now: Date) -> ClosedRange<Date> {
        let latest = firstSentAt.addingTimeInterval(max(lead, 0))
        guard now >= lastSentAt else { return min(Self.longAgo, latest)...latest }
        return firstSentAt.addingTimeInterval(min(lead, 0) - Self.correction)...latest
    }

    /// By how much clocks are set back without being wrong to speak of.
    private static let correction: TimeInterval = 60
    /// Before all records.
    private static let longAgo = Date(timeIntervalSince1970: 0)
}
