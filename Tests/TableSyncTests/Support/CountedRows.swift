import Locking
import TableModel

/// Rows that are made when they are pulled, and how far the pulling is ahead of the outcomes.
final class CountedRows: AsyncSequence, Sendable {
    private struct State {
        var pulled = 0
        var done = 0
        var furthestAhead = 0
    }

    let count: Int
    private let state = Guarded(State())

    init(_ count: Int) { self.count = count }

    /// The most rows that were pulled and had no outcome yet.
    var furthestAhead: Int { state.withLock(\.furthestAhead) }

    /// A row's outcome was handed out.
    func noteDone() { state.withLock { $0.done += 1 } }

    func makeAsyncIterator() -> Iterator { Iterator(rows: self) }

    struct Iterator: AsyncIteratorProtocol {
        let rows: CountedRows
        private var index = 0

        init(rows: CountedRows) { self.rows = rows }

        mutating func next() async -> Row? {
            guard index < rows.count else { return nil }
            defer { index += 1 }
            rows.state.withLock { state in
                state.pulled += 1
                state.furthestAhead = Swift.max(state.furthestAhead, state.pulled - state.done)
            }
            return Row(line: index * 3 + 2, fields: ["name": "new", "seats": .number(Double(index))])
        }
    }
}
