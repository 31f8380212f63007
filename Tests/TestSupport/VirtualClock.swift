import Locking
import RateLimiting

/// A clock that stands still until it is told to go on: sleeping on it takes no time.
///
/// Sleepers wake in the order of their deadlines, those with the same deadline in the order in which they lay down.
public final class VirtualClock: Clock, Sendable {
    public struct Instant: InstantProtocol, Hashable, Sendable {
        /// How long after the clock's beginning the instant is.
        public var sinceStart: Duration

        public init(_ sinceStart: Duration) {
            self.sinceStart = sinceStart
        }

        public func advanced(by duration: Duration) -> Instant { Instant(sinceStart + duration) }
        public func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
        public static func < (left: Instant, right: Instant) -> Bool { left.sinceStart < right.sinceStart }
    }

    private struct Sleeper {
        var number: UInt64
        var deadline: Instant
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var now: Instant
        var lastNumber: UInt64 = 0
        /// By deadline, then by number.
        var sleepers: [Sleeper] = []
        /// Sleepers that were cancelled before they lay down.
        var cancelled: Set<UInt64> = []
    }

    private let state: Guarded<State>

    /// Makes a clock that shows `start`.
    public init(start: Duration = .zero) {
        state = Guarded(State(now: Instant(start)))
    }

    public var now: Instant { state.withLock { $0.now } }
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// The deadline of the sleeper that wakes next; nil if nobody sleeps.
    public var nextDeadline: Instant? { state.withLock { $0.sleepers.first?.deadline } }

    public func sleep(until deadline: Instant, tolerance: Duration? = nil) async throws {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let hasSlept = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> Bool? in
                    if state.cancelled.remove(number) != nil { return false }
                    if deadline <= state.now { return true }
                    let index = state.sleepers.firstIndex { $0.deadline > deadline } ?? state.sleepers.endIndex
                    let sleeper = Sleeper(number: number, deadline: deadline, continuation: continuation)
                    state.sleepers.insert(sleeper, at: index)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else {
                    state.cancelled.insert(number)
                    return nil
                }
                return state.sleepers.remove(at: index)
            }
            sleeper?.continuation.resume(returning: false)
        }
        // A cancellation that came after the waking is of no use to anybody any more.
        state.withLock { _ = $0.cancelled.remove(number) }
        guard hasSlept else { throw CancellationError() }
    }

    /// Wakes the sleeper whose turn it is and sets the clock to its deadline; false if nobody sleeps.
    @discardableResult
    public func fireNext() -> Bool {
        let sleeper = state.withLock { state -> Sleeper? in
            guard !state.sleepers.isEmpty else { return nil }
            let sleeper = state.sleepers.removeFirst()
            state.now = max(state.now, sleeper.deadline)
            return sleeper
        }
        sleeper?.continuation.resume(returning: true)
        return sleeper != nil
    }
}
