/// How far a run is: sums since its start.
public struct Progress: Sendable, Hashable {
    /// Rows by outcome so far.
    public internal(set) var counts = Report.Counts()
    /// How many rows there are in all, if the caller knew.
    public internal(set) var rowCount: Int?
    /// Requests that left so far.
    public internal(set) var requests = 0
    /// Requests that were repeated, of those.
    public internal(set) var repeats = 0
    /// Requests still to come if no row is refused; nil as long as the number of rows is not known.
    public internal(set) var requestsToCome: Int?
    /// Time since the run began.
    public internal(set) var elapsed: Duration = .zero
    /// How long the pace makes the requests to come last, answers not included; nil if unknown or unpaced.
    public internal(set) var timeLeft: Duration?

    public init() {}

    /// Rows whose outcome is known.
    public var rowsDone: Int { counts.recorded }
}
