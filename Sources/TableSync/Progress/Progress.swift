public import RateLimiting

/// How far a run is: sums since its start.
public struct Progress: Sendable, Hashable {
    /// Rows by outcome so far.
    public internal(set) var counts = Report.Counts()
    /// How many rows there are in all, if the caller knew.
    public internal(set) var rowCount: Int?
    /// Requests that left so far, those included that wait for their turn.
    public internal(set) var requests = 0
    /// Those of the requests that left which had left before.
    public internal(set) var repeats = 0
    /// Requests still to come if no row is refused; nil as long as the number of rows is not known.
    public internal(set) var requestsToCome: Int?
    /// What the run waits for when it sends nothing; nil while it goes on at its pace.
    public internal(set) var waiting: Wait?
    /// Time since the run began.
    public internal(set) var elapsed: Duration = .zero
    /// How long the pace makes the requests to come last, answers not included; nil if unknown or unpaced, and as long as
    /// the service is away.
    public internal(set) var timeLeft: Duration?

    /// Makes the progress of a run that has not begun.
    public init() {}

    /// Rows whose outcome is known.
    public var rowsDone: Int { counts.recorded }
}

extension Progress {
    /// Why a run sends nothing, and how long.
    public struct Wait: Sendable, Hashable {
        /// What a run may wait for. Open, since reasons may be added.
        public struct Reason: RawRepresentable, Sendable, Hashable {
            /// The reason as programs read it, such as `refused`.
            public let rawValue: String
            /// Makes a reason of its name.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The service refused since there were too many requests, and takes none for a while.
            public static let refused = Reason(rawValue: "refused")
            /// The service could not be reached or is not well; one request tries for all.
            public static let outage = Reason(rawValue: "outage")
            /// Answers were lost, and what they answered may still be under way; then it is looked up or sent again.
            public static let lostAnswer = Reason(rawValue: "lost-answer")
        }

        /// What the run waits for.
        public let reason: Reason
        /// When it goes on, by the clock of ``RunOptions/time``; for an outage, when it tries next. Past while it is trying.
        public let until: TimePoint
        /// Since when the service is away, for an outage; nil for other reasons.
        public internal(set) var since: TimePoint?
    }
}
