import Locking
import RateLimiting
import TableModel
import TestSupport

/// A table on which a misfortune befalls some of the writes.
final class FaultyTable: RemoteTable {
    /// What befalls a write.
    enum Fault: Sendable, Hashable {
        /// The service refuses it, and names nothing.
        case refused
        /// It is applied, and the answer is lost.
        case appliedThenLost
        /// It is lost on its way.
        case dropped
        /// The answer is lost, and it is applied 25 seconds later.
        case appliedLate

        static let losses: [Fault] = [.appliedThenLost, .dropped, .appliedLate]
    }

    private struct State: Sendable {
        var writes = 0
        var late: [(TimePoint, WriteChunk)] = []
    }

    private let base: InMemoryTable
    private let time: VirtualTime
    private let fault: @Sendable (Int, WriteChunk) -> Fault?
    private let state = Guarded(State())

    /// - Parameter fault: What befalls a write, by how many came before it and what it says.
    init(
        _ base: InMemoryTable, _ time: VirtualTime, _ fault: @escaping @Sendable (Int, WriteChunk) -> Fault?
    ) {
        self.base = base
        self.time = time
        self.fault = fault
    }

    /// How many writes came.
    var writes: Int { state.withLock(\.writes) }

    var limits: RemoteLimits { base.limits }
    func forecast(requests: Int) -> Duration? { nil }

    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        try await arrive()
        let place = state.withLock { state in
            defer { state.writes += 1 }
            return state.writes
        }
        switch fault(place, chunk) {
        case nil: return try await base.send(chunk)
        case .refused:
            return .rejected(
                RemoteError(.invalidRequest, status: 422, type: "INVALID_REQUEST", message: "no", attempted: "write"))
        case .dropped: break
        case .appliedThenLost:
            let answer = try await base.send(chunk)
            if case .rejected = answer { return answer }
        case .appliedLate: state.withLock { $0.late.append((time.now + .seconds(25), chunk)) }
        }
        return .unknown(JournalScene.error)
    }

    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        try await arrive()
        return try await base.page(of: query, after: cursor)
    }

    /// Applies what was late until now.
    func arrive() async throws(CancellationError) {
        let due = state.withLock { state in
            defer { state.late.removeAll { $0.0 <= time.now } }
            return state.late.filter { $0.0 <= time.now }.map(\.1)
        }
        for chunk in due { _ = try await base.send(chunk) }
    }
}
