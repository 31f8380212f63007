import Locking

/// Asks a run to end at its next safe point: what is in flight is awaited, nothing new is sent, and the report is given.
///
/// Cancelling the task does the same but throws; a signal is for who wants the report, such as a command on Ctrl-C.
public final class StopSignal: Sendable {
    private struct State {
        var isRequested = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Guarded(State())

    /// Makes a signal that was not requested yet; it serves one run.
    public init() {}

    /// Whether ``request()`` was called.
    public var isRequested: Bool { state.withLock(\.isRequested) }

    /// Asks for the stop. Further calls do nothing.
    public func request() {
        let waiters = state.withLock { state in
            state.isRequested = true
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    /// Returns when the stop is requested or the task is cancelled.
    func wait() async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRequested || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }

    /// Gives what `body` gives; when the stop is requested `body` is cancelled, and nil is given unless it comes to its end all
    /// the same. Nil, too, if the task is cancelled.
    func unlessRequested<Value: Sendable>(
        _ body: @escaping @Sendable () async throws(CancellationError) -> Value
    ) async -> Value? {
        await withTaskGroup(of: Value?.self) { group in
            group.addTask {
                do { return try await body() } catch { return nil }
            }
            group.addTask {
                await self.wait()
                return nil
            }
            // The first to end is the result, or the request, upon which the result follows soon.
            let first = await group.next() ?? nil
            group.cancelAll()
            let second = await group.next() ?? nil
            return first ?? second
        }
    }
}
