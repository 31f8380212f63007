/// The progress of a run as it goes on: cumulative snapshots, of which a slow reader sees the newest.
///
/// Single pass. A snapshot that was not read when a newer one comes is dropped, so a slow or absent reader costs nothing;
/// failures are never only here, they are in the report. One comes whenever something happened, and each second when nothing
/// did; the last is the final one.
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
