import FoundationEssentials
import JSONText
import Locking
import RateLimiting
import TableModel

/// Writes the events of one run into its journal.
///
/// Of the records that are answered it keeps what an undo needs: all cells of those that the run created or, since their rows name
/// no record, may have created with an earlier sending; of the others those that were written. What an answer has told is not
/// written again with the outcome.
final class JournalLog: RunLog {
    private struct State: Sendable {
        /// The attempts under way: the row of each element, and the cells that it writes.
        var underWay: [Int: [(row: Int, element: WriteChunk.Element)]] = [:]
        /// Rows of which an answer told the record, and whose outcome has not come.
        var told: Set<Int> = []
    }

    private let run: Int64
    private let time: any TimeSource
    private let next: (any RunLog)?
    private let write: @Sendable (JournalEntry) async throws -> Void
    private let state = Guarded(State())

    init(
        run: Int64, time: any TimeSource, next: (any RunLog)?,
        write: @escaping @Sendable (JournalEntry) async throws -> Void
    ) {
        self.run = run
        self.time = time
        self.next = next
        self.write = write
    }

    func record(_ event: RunEvent) async throws {
        let kept = state.withLock { Self.kept(event, &$0) }
        let isPromise =
            switch kept {
            case .intent, .preImages: true
            case .answered, .withdrawn, .outcomes: false
            }
        try await write(JournalEntry(run: run, date: time.date, content: kept.content, mustLast: isPromise))
        try await next?.record(event)
    }

    /// What is kept of an event.
    private static func kept(_ event: RunEvent, _ state: inout State) -> RunEvent {
        switch event {
        case .intent(let attempt, let chunk, let rows):
            state.underWay[attempt] = zip(rows, chunk.elements).map { ($0, $1) }
            return event
        case .answered(let attempt, let answer):
            guard let elements = state.underWay.removeValue(forKey: attempt), case .applied(var told) = answer else {
                return event
            }
            state.told.formUnion(elements.map(\.row))
            for (place, (_, element)) in zip(told.records.indices, elements) where element.id != nil {
                told.records[place].keepOnly(element.fields.names)
            }
            return .answered(attempt: attempt, .applied(told))
        case .withdrawn(let attempt):
            state.underWay[attempt] = nil
            return event
        case .outcomes(let outcomes):
            return .outcomes(outcomes.map { state.told.remove($0.index) == nil ? $0 : $0.withoutCells })
        case .preImages: return event
        }
    }
}

extension Record {
    fileprivate mutating func keepOnly(_ names: [String]) {
        fields = Fields(names.compactMap { name in fields[name].map { (name, $0) } })
    }

    fileprivate var withoutCells: Record { Record(id: id, createdTime: createdTime, fields: Fields()) }
}

extension RowOutcome {
    fileprivate var withoutCells: RowOutcome {
        switch result {
        case .created(let record): RowOutcome(index: index, line: line, result: .created(record.withoutCells))
        case .updated(let record): RowOutcome(index: index, line: line, result: .updated(record.withoutCells))
        case .deleted, .alreadyGone, .failed, .unknown, .notAttempted, .rolledBack, .restored: self
        }
    }
}
