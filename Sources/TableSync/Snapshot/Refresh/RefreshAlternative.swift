package import FoundationEssentials

/// One way to bring a snapshot up to date: what it costs, and what it would not show.
package struct RefreshAlternative: Sendable, Hashable {
    package var method: RefreshMethod
    package var calls: CallRange
    /// Why it cannot be used, as the end of a sentence; nil if it can.
    package var problem: String?
    /// Why it is not chosen unless asked for, although it could be used; nil if it may be.
    package var doubt: String?
    /// What others may have done that it does not show.
    package var blindSpots: [BlindSpot]

    package init(
        _ method: RefreshMethod, calls: CallRange, problem: String? = nil, doubt: String? = nil,
        blindSpots: [BlindSpot] = []
    ) {
        self.method = method
        self.calls = calls
        self.problem = problem
        self.doubt = doubt
        self.blindSpots = blindSpots
    }
}

/// How many calls a read takes, as far as can be told before it.
package struct CallRange: Sendable, Hashable, CustomStringConvertible {
    package var atLeast: Int
    /// What it takes if nobody else has changed anything; nil if nobody knows.
    package var likely: Int?
    /// Nil if nobody knows.
    package var atMost: Int?

    package init(atLeast: Int, likely: Int?, atMost: Int?) {
        self.atLeast = atLeast
        self.likely = likely
        self.atMost = atMost
    }

    package static func exactly(_ calls: Int) -> CallRange { CallRange(atLeast: calls, likely: calls, atMost: calls) }

    /// Such as `1`, `1 to 12, likely 3` or `at least 1`.
    package var description: String {
        if atLeast == atMost { return "\(atLeast)" }
        let range = atMost.map { "\(atLeast) to \($0)" } ?? "at least \(atLeast)"
        guard let likely, likely != atLeast || atMost != nil else { return range }
        return "\(range), likely \(likely)"
    }
}

/// What others may have done without a snapshot showing it.
package enum BlindSpot: Sendable, Hashable, CustomStringConvertible {
    case deletions(since: Date)
    /// Changes while a run of ours was writing.
    case changes(from: Date, until: Date)
    /// Links that were written from the linked table, which moves the time of no record but the one that was written.
    case links(fields: [String], since: Date)

    /// Whether cells of records that are still there may be others than the snapshot says.
    package var hidesCells: Bool {
        switch self {
        case .deletions: false
        case .changes, .links: true
        }
    }

    package var description: String {
        switch self {
        case .deletions(let since): "Deletions since \(Self.text(since)) are not seen."
        case .changes(let from, let until):
            "Changes by others between \(Self.text(from)) and \(Self.text(until)) are not seen."
        case .links(let fields, let since):
            "Links in \(Listing.text(fields.map { "\"\($0)\"" })) that were changed from the other table since "
                + "\(Self.text(since)) are not seen."
        }
    }

    /// Such as `2026-01-15 12:00:00 UTC`.
    private static func text(_ date: Date) -> String {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space)
        return style.format(date).replacing("Z", with: " UTC")
    }
}
