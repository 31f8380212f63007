import Locking

/// Where one waiting caller hears what becomes of it.
///
/// A signal that comes before the caller listens is kept; the last word (granted, cancelled) is never overwritten. Its own
/// lock is held for a few instructions and never together with another one.
final class Mailbox: Sendable {
    enum Signal: Sendable, Equatable {
        /// The caller has its permit.
        case granted
        /// The caller is out of the line.
        case cancelled
        /// The caller wakes the line up from now on; or the moment to do so has changed.
        case keepTime
    }

    private enum State {
        case empty
        case kept(Signal)
        case listening(CheckedContinuation<Signal, Never>)
    }

    private let state = Guarded(State.empty)

    /// Delivers a signal; the last word wins over others that have not been heard.
    func deliver(_ signal: Signal) {
        let listener = state.withLock { state -> CheckedContinuation<Signal, Never>? in
            switch state {
            case .empty, .kept(.keepTime):
                state = .kept(signal)
                return nil
            case .kept(.granted), .kept(.cancelled):
                return nil
            case .listening(let listener):
                state = .empty
                return listener
            }
        }
        listener?.resume(returning: signal)
    }

    /// Waits for the next signal. One caller listens at a time.
    func next() async -> Signal {
        await withCheckedContinuation { listener in
            let kept = state.withLock { state -> Signal? in
                if case .kept(let signal) = state {
                    state = .empty
                    return signal
                }
                state = .listening(listener)
                return nil
            }
            if let kept { listener.resume(returning: kept) }
        }
    }
}
