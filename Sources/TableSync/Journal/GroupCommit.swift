import Locking

/// Writes what several callers have at the same time in one go.
///
/// Whoever comes while nothing is being written writes at once, together with everything that waits; whoever comes meanwhile
/// waits for that to end and is written with the next. No task is started: a caller does the writing for all.
final class GroupCommit<Item: Sendable>: Sendable {
    private enum Turn: Sendable {
        /// Nobody is writing: it is the caller's turn.
        case write
        /// Another caller wrote the item.
        case written(Result<Void, any Error>)
    }

    private struct State: Sendable {
        var isWriting = false
        var waiting: [(item: Item, caller: CheckedContinuation<Turn, Never>)] = []
    }

    private let state = Guarded(State())
    private let write: @Sendable ([Item]) throws -> Void

    /// - Parameter write: Writes all of the items or, if it throws, none.
    init(_ write: @escaping @Sendable ([Item]) throws -> Void) { self.write = write }

    /// Returns when the item was written.
    func callAsFunction(_ item: Item) async throws {
        let turn = await withCheckedContinuation { caller in
            let isFirst = state.withLock { state in
                if state.isWriting {
                    state.waiting.append((item, caller))
                    return false
                }
                state.isWriting = true
                return true
            }
            if isFirst { caller.resume(returning: .write) }
        }
        switch turn {
        case .written(let result): try result.get()
        case .write: try writeAll(with: item)
        }
    }

    private func writeAll(with own: Item) throws {
        let others = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        let result = Result { try write([own] + others.map(\.item)) }
        for other in others { other.caller.resume(returning: .written(result)) }
        let next = state.withLock { state in
            guard state.waiting.isEmpty else { return Optional(state.waiting.removeFirst().caller) }
            state.isWriting = false
            return nil
        }
        next?.resume(returning: .write)
        try result.get()
    }
}
