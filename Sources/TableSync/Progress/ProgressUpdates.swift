/// The progress of a run as it goes on: cumulative snapshots, of which a slow reader sees the newest.
///
/// Single pass. A snapshot that was not read when a newer one comes is dropped, so a slow or absent reader costs nothing;
/// failures are never only here, they are in the report. One comes whenever something happened, and each second when nothing
/// did; the last is the final one.
public struct ProgressUpdates: AsyncSequence, Sendable {
    /// A snapshot of sums, not a difference.
    public typealias Element = Progress
    /// Updates never fail: what fails is in the report.
    public typealias Failure = Never

    private let stream: AsyncStream<Progress>

    init(_ stream: AsyncStream<Progress>) { self.stream = stream }

    /// Hands out the newest snapshot that was not handed out yet.
    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: AsyncStream<Progress>.Iterator

        /// The newest snapshot, as soon as there is one; nil when the run or the reader's task has ended.
        public mutating func next() async -> Progress? { await base.next(isolation: #isolation) }

        /// The same, staying on `actor`.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> Progress? {
            await base.next(isolation: actor)
        }
    }

    /// Begins to read; a second iterator takes snapshots away from the first.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: stream.makeAsyncIterator()) }
}
