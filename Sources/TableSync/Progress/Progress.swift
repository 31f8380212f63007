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

/// The progress of a run as it goes on: cumulative snapshots, of which a slow reader sees the newest.
///
/// Single pass. A snapshot that was not read when a newer one comes is dropped, so a slow or absent reader costs nothing;
/// failures are never only here, they are in the report. The last snapshot is the final one.
public struct ProgressUpdates: AsyncSequence, Sendable {
    public typealias Element = Progress
    public typealias Failure = Never

    private let stream: AsyncStream<Progress>

    init(_ stream: AsyncStream<Progress>) { self.stream = stream }

    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: AsyncStream<Progress>.Iterator

        public mutating func next() async -> Progress? { await base.next(isolation: #isolation) }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> Progress? {
            await base.next(isolation: actor)
        }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: stream.makeAsyncIterator()) }
}
