import RateLimiting
import TableModel
import TestSupport

/// A table that is away for a while.
struct FlakyTable<Base: RemoteTable>: RemoteTable {
    let base: Base
    let time: VirtualTime
    let from: TimePoint
    let to: TimePoint
    /// What becomes of a request meanwhile; by default no connection comes about.
    var trouble: Trouble = .unreachable

    var limits: RemoteLimits { base.limits }

    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        isDown ? trouble.attempt() : try await base.send(chunk)
    }

    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        isDown ? trouble.attempt() : try await base.page(of: query, after: cursor)
    }

    func forecast(requests: Int) -> Duration? { base.forecast(requests: requests) }

    private var isDown: Bool { time.now >= from && time.now < to }
}

/// What may become of requests while a table is away.
enum Trouble: Sendable {
    case unreachable, notWell, lost

    /// Those that are an outage.
    static var away: [Trouble] { [.unreachable, .notWell] }

    func attempt<Answer>() -> Attempt<Answer> {
        switch self {
        case .unreachable:
            .notApplied(RemoteError(.unreachable, message: "connection refused", attempted: "ask"))
        case .notWell:
            .notApplied(RemoteError(.serverFault, status: 503, type: "RETRIABLE_ERROR", message: "", attempted: "ask"))
        case .lost: .unknown(RemoteError(.noAnswer, message: "connection reset", attempted: "ask"))
        }
    }
}
