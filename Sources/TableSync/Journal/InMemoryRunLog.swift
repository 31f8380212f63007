import DequeModule
import Locking

/// Keeps the newest events of a run in memory.
///
/// What exceeds `capacity` is dropped, oldest first: this log is for looking at a run, not for resuming it.
public final class InMemoryRunLog: RunLog {
    private let capacity: Int
    private let kept = Guarded<Deque<RunEvent>>([])

    /// - Parameter capacity: How many events are kept; an event holds at most one chunk.
    public init(capacity: Int = 1_000) {
        precondition(capacity > 0, "A run log must keep at least one event; its capacity was \(capacity).")
        self.capacity = capacity
    }

    /// Keeps the event, dropping the oldest one if there is no room.
    public func record(_ event: RunEvent) async {
        kept.withLock { events in
            if events.count == capacity { events.removeFirst() }
            events.append(event)
        }
    }

    /// The events that are kept, oldest first.
    public var events: [RunEvent] { Array(kept.withLock { $0 }) }
}
