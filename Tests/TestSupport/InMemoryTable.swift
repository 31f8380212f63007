public import FoundationEssentials
import Locking
public import TableModel

/// A remote table in memory: a second conformer of the port, which shares nothing with the client or the mock service.
///
/// It keeps cells as they are sent, without types, and leaves blank ones out. Ids count up, in the order of the elements. It
/// knows no formulas and no views, and refuses what it does not know. Nothing paces it, and answers come at once.
public final class InMemoryTable: RemoteTable {
    /// A request as it came.
    public enum Request: Sendable, Hashable {
        case write(WriteChunk)
        case read(RecordQuery)
    }

    /// What becomes of a write instead of its being answered.
    public enum Mishap: Sendable, Hashable {
        /// It is applied, and the answer is lost.
        case appliedThenLost
        /// It is lost on its way.
        case lost
        /// It is refused before anything was done; another one may succeed.
        case notApplied
    }

    public let limits: RemoteLimits
    private let state: Guarded<InMemoryRecords>
    private let log = Guarded<[Request]>([])
    private let mishaps: [Int: Mishap]
    private let refusal: @Sendable (Fields) -> RemoteError?
    private let date: @Sendable () -> Date

    /// Makes an empty table.
    ///
    /// - Parameters:
    ///   - limits: What one request takes.
    ///   - mishaps: What befalls requests, counted from 0 over reads and writes; a read is repeated, whatever befalls it.
    ///   - refusal: Why a row is not accepted; nil if it is.
    ///   - date: The table's clock.
    public init(
        limits: RemoteLimits = .airtable, mishaps: [Int: Mishap] = [:],
        refusal: @escaping @Sendable (Fields) -> RemoteError? = { _ in nil },
        date: @escaping @Sendable () -> Date = { VirtualTime.epoch }
    ) {
        self.limits = limits
        self.mishaps = mishaps
        self.refusal = refusal
        self.date = date
        state = Guarded(InMemoryRecords(limits: limits))
    }

    // MARK: Looking and changing from outside

    /// All records by id.
    public var records: [Record] { state.withLock { $0.records } }

    /// The requests that came, in order.
    public var requests: [Request] { log.withLock { $0 } }

    /// Makes records as another program would; gives their ids.
    @discardableResult
    public func insert(_ rows: [Fields]) -> [RecordID] {
        state.withLock { state in rows.map { state.create($0, at: date()).id } }
    }

    /// Changes cells of a record as another program would.
    public func change(_ id: RecordID, _ fields: Fields) { state.withLock { _ = $0.update(id, fields, at: date()) } }

    /// Deletes records as another program would.
    public func remove(_ ids: [RecordID]) { state.withLock { state in for id in ids { _ = state.delete(id) } } }

    /// Takes records out of the trash, where they keep their ids, as a person would.
    public func restore(_ records: [Record]) {
        state.withLock { state in for record in records { state.restore(record, at: date()) } }
    }

    // MARK: The port

    public func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        if Task.isCancelled { throw CancellationError() }
        switch mishaps[note(.write(chunk))] {
        case nil: return apply(chunk)
        case .lost: return .unknown(Self.lost)
        case .notApplied: return .notApplied(RemoteError(.unreachable, message: "no connection", attempted: "write"))
        case .appliedThenLost:
            let attempt = apply(chunk)
            if case .applied = attempt { return .unknown(Self.lost) }
            return attempt
        }
    }

    public func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<
        RecordPage
    > {
        if Task.isCancelled { throw CancellationError() }
        if mishaps[note(.read(query))] != nil { return .unknown(Self.lost) }
        do {
            return .applied(
                try state.withLock { state throws(RemoteError) in try state.page(query, after: cursor, at: date()) })
        } catch {
            return .rejected(error)
        }
    }

    /// Nil: nothing limits requests.
    public func forecast(requests: Int) -> Duration? { nil }

    private func apply(_ chunk: WriteChunk) -> Attempt<WriteAnswer> {
        if chunk.verb != .delete, let error = chunk.elements.lazy.compactMap({ self.refusal($0.fields) }).first {
            return .rejected(error)
        }
        do {
            return .applied(try state.withLock { state throws(RemoteError) in try state.apply(chunk, at: date()) })
        } catch {
            return .rejected(error)
        }
    }

    /// Writes the request down; gives how many came before it.
    private func note(_ request: Request) -> Int {
        log.withLock { log in
            log.append(request)
            return log.count - 1
        }
    }

    private static let lost = RemoteError(.noAnswer, message: "the connection ended", attempted: "send")
}
