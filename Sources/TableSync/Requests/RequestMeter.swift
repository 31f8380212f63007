import Locking
import RateLimiting

/// Counts the requests of a run, and keeps them within what the run may send.
///
/// A request counts once it goes to the table, and counts no more if it turns out never to have left: because it was
/// withdrawn before its turn, or no connection came about. So at the end exactly those are counted that left, and of them
/// those that repeated another.
package final class RequestMeter: Sendable {
    private struct State {
        var requests = 0
        var repeats = 0
        var pause: Pause?
        var penalty = PenaltyMeter()
    }

    /// A read that is to be tried again.
    struct Pause: Sendable, Hashable {
        /// When it failed first.
        let since: TimePoint
        /// When the next try begins.
        let until: TimePoint
    }

    /// How many requests may go; nil for any number.
    let limit: Int?
    /// What counts these requests together with others, and may forbid them, too; nil if nothing does.
    private let whole: RequestMeter?
    private let state = Guarded(State())

    package init(limit: Int? = nil, within whole: RequestMeter? = nil) {
        self.limit = limit.map { max($0, 0) }
        self.whole = whole
    }

    /// Requests that went so far, those included that wait for the pace.
    var requests: Int { state.withLock(\.requests) }

    /// Requests that left and had left before.
    var repeats: Int { state.withLock(\.repeats) }

    /// What keeps reads from going on; nil while they are answered.
    var pause: Pause? { state.withLock(\.pause) }

    /// Takes leave for one request; false if there is none left.
    func take() -> Bool {
        guard whole?.take() ?? true else { return false }
        let isFree = state.withLock { state in
            guard state.requests < limit ?? .max else { return false }
            state.requests += 1
            return true
        }
        if !isFree { whole?.giveBack() }
        return isFree
    }

    /// Gives back the leave for a request that never left.
    func giveBack() {
        state.withLock { $0.requests -= 1 }
        whole?.giveBack()
    }

    /// A request that left had left before.
    func countRepeat() {
        state.withLock { $0.repeats += 1 }
        whole?.countRepeat()
    }

    /// The service refused a request for the number of them, and takes none for a while.
    func refused(at now: TimePoint, closedFor wait: Duration?) {
        state.withLock { $0.penalty.refused(at: now, until: now + (wait ?? .zero)) }
        whole?.refused(at: now, closedFor: wait)
    }

    /// What such refusals have cost until now.
    func penalty(at now: TimePoint) -> Penalty { state.withLock { $0.penalty.penalty(at: now) } }

    /// A read failed and will be tried again.
    func pauses(from now: TimePoint, until time: TimePoint) {
        state.withLock { $0.pause = Pause(since: $0.pause?.since ?? now, until: time) }
    }

    /// A read was answered.
    func goesOn() { state.withLock { $0.pause = nil } }
}
