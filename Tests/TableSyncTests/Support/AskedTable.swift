import Locking
import TableModel

/// A table that counts how often it is asked about its pace.
final class AskedTable<Base: RemoteTable>: RemoteTable {
    private let base: Base
    private let count = Guarded(0)

    init(_ base: Base) { self.base = base }

    /// How often it was asked.
    var questions: Int { count.withLock { $0 } }

    var limits: RemoteLimits { base.limits }

    var closedFor: Duration? { base.closedFor }

    func forecast(requests: Int) -> Duration? {
        count.withLock { $0 += 1 }
        return base.forecast(requests: requests)
    }

    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        try await base.send(chunk)
    }

    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        try await base.page(of: query, after: cursor)
    }
}
