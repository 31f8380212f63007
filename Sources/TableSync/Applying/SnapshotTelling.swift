import Locking

/// Tells a snapshot the outcomes of one run, in the order in which the run's journal has them, and how many they are up to now.
///
/// Both are one transaction, so that after a kill or a power cut the snapshot still says how far it was told. Once it could not be
/// told something it is told nothing more: what it says it knows is always the beginning of what the run did.
final class SnapshotTelling: Sendable {
    private struct State: Sendable {
        var outcomes: Int
        var problem: String?
    }

    private let snapshot: Snapshot
    private let run: RunID
    private let state: Guarded<State>

    /// - Parameter outcomes: How many the journal has; the snapshot knows all of them.
    init(_ snapshot: Snapshot, of run: RunID, after outcomes: Int) {
        self.snapshot = snapshot
        self.run = run
        state = Guarded(State(outcomes: outcomes))
    }

    /// Why the snapshot was not told everything, as a sentence; nil if it was.
    var problem: String? { state.withLock { $0.problem } }

    /// Has `body` take in the next `count` outcomes, which the journal has; gives the problem if this is where it began.
    func tell(outcomes count: Int, _ body: (borrowing SnapshotChange) throws -> Void) -> String? {
        state.withLock { state in
            guard state.problem == nil else { return nil }
            do {
                try snapshot.change { change in
                    try body(change)
                    try change.tell(run.rawValue, outcomes: state.outcomes + count)
                }
                state.outcomes += count
            } catch {
                state.problem = "What the run wrote could not be noted, so the next run reads more: \(error)"
            }
            return state.problem
        }
    }
}
