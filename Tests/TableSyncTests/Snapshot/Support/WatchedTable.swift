import FoundationEssentials
import Locking
import RateLimiting
import TableModel
import TestSupport

/// A table that can only be read, as plain as can be: it keeps when each record was modified, counts the calls, and can
/// fail at one of them.
final class WatchedTable: ReadableTable {
    private struct State {
        var records: [RecordID: (record: Record, modified: Date)] = [:]
        /// All ids ever given, in their order.
        var ids: [RecordID] = []
        var queries: [RecordQuery] = []
        var failure: (call: Int, error: RemoteError)?
        var onCall: (@Sendable (Int) -> Void)?
    }

    let limits: RemoteLimits
    private let state = Guarded(State())
    private let time: VirtualTime
    private let keyForm: KeyForm
    /// How far the service's clock is ahead of ours.
    private let clockAhead: TimeInterval
    private let tellsTime: Bool
    /// What a scope's formula means.
    private let scope: @Sendable (Record) -> Bool

    init(
        _ time: VirtualTime, key: [FieldSchema], recordsPerPage: Int = 100, clockAhead: TimeInterval = 0,
        tellsTime: Bool = true, scope: @escaping @Sendable (Record) -> Bool = { _ in true }
    ) {
        limits = RemoteLimits(
            recordsPerWrite: 10, recordsPerPage: recordsPerPage, mergeFields: 3, mergeableTypes: [.singleLineText])
        self.time = time
        self.clockAhead = clockAhead
        self.tellsTime = tellsTime
        self.scope = scope
        keyForm = KeyForm(key)
    }

    var calls: Int { state.withLock { $0.queries.count } }
    var queries: [RecordQuery] { state.withLock { $0.queries } }
    var records: [Record] { state.withLock { $0.records.values.map(\.record) }.sorted { $0.id < $1.id } }

    /// What the Date header of an answer says.
    var clock: Date? {
        tellsTime ? Date(timeIntervalSince1970: serviceTime.timeIntervalSince1970.rounded(.down)) : nil
    }

    private var serviceTime: Date { time.date.addingTimeInterval(clockAhead) }

    /// Creates a record, or writes all cells of one.
    @discardableResult
    func put(_ fields: Fields, id: RecordID? = nil) -> Record {
        let now = serviceTime
        return state.withLock { state in
            let digits = String(state.ids.count + 1)
            let new = RecordID(unchecked: "rec" + String(repeating: "0", count: 14 - digits.count) + digits)
            if id == nil { state.ids.append(new) }
            let created = id.flatMap { state.records[$0] }?.record.createdTime
            let record = Record(
                id: id ?? new, createdTime: created ?? Date(timeIntervalSince1970: 1_700_000_000),
                fields: Fields(fields.filter { !$0.1.isBlank }))
            state.records[record.id] = (record, now)
            return record
        }
    }

    func delete(_ id: RecordID) { state.withLock { $0.records[id] = nil } }

    /// Fails the call with that number, counted from 1 over the table's life.
    func fail(atCall call: Int, with error: RemoteError) { state.withLock { $0.failure = (call, error) } }

    /// Lets all calls succeed again.
    func mend() { state.withLock { $0.failure = nil } }

    /// Has `body` called with the number of each call, before it is answered.
    func onCall(_ body: @escaping @Sendable (Int) -> Void) { state.withLock { $0.onCall = body } }

    func forecast(requests: Int) -> Duration? { nil }

    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        let (call, failure, onCall) = state.withLock { state in
            state.queries.append(query)
            return (state.queries.count, state.failure, state.onCall)
        }
        onCall?(call)
        if let failure, failure.call == call { return .fatal(failure.error) }
        let found = matches(query, after: cursor)
        let page = found.prefix(limits.recordsPerPage).map { record in
            Record(
                id: record.id, createdTime: record.createdTime,
                fields: Fields(record.fields.filter { cell in query.fields?.contains(cell.0) ?? true }))
        }
        let next = found.count > page.count ? page.last.map { PageCursor($0.id.rawValue) } : nil
        return .applied(RecordPage(records: page, next: next, serverTime: clock))
    }

    /// The records of a page, and one more if there are more.
    private func matches(_ query: RecordQuery, after cursor: PageCursor?) -> [Record] {
        state.withLock { state in
            let start = cursor.map { cursor in state.ids.partitioningIndex { $0.rawValue > cursor.text } } ?? 0
            var found: [Record] = []
            for id in state.ids[start...] where found.count <= limits.recordsPerPage {
                guard let (record, modified) = state.records[id], selects(query, record, modified) else { continue }
                found.append(record)
            }
            return found
        }
    }

    private func selects(_ query: RecordQuery, _ record: Record, _ modified: Date) -> Bool {
        if query.scope != nil, !scope(record) { return false }
        switch query.filter {
        case .all: return true
        case .ids(let ids): return ids.contains(record.id)
        case .keys(let keys, _):
            guard let key = keyForm.storedKey(of: record.fields) else { return false }
            return keys.contains { values in
                keyForm.storedKey(of: Fields(uniqueNames: keyForm.fields.map(\.name), values: values)) == key
            }
        case .created(let since): return record.createdTime >= since
        case .modified(let since, let ownWrites):
            return modified.timeIntervalSince1970 >= since.timeIntervalSince1970.rounded(.down)
                && !ownWrites.contains { $0.ids.contains(record.id) && modified < $0.until }
        case .formula: return false
        }
    }
}

extension [RecordID] {
    /// The first index whose element is past the place; those before it are not.
    fileprivate func partitioningIndex(where isPast: (RecordID) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isPast(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
