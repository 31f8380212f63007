import DequeModule

/// Puts outcomes back into input order.
///
/// Holds what came early until what comes before it is known; the run bounds how far ahead it reads, and so this buffer.
struct OutcomeOrder {
    private var waiting: Deque<RowOutcome?> = []
    /// How many outcomes were given out: all before this index.
    private(set) var nextIndex = 0

    /// Takes one outcome; each index comes exactly once. A second one is dropped, and the counts then tell of it.
    mutating func insert(_ outcome: RowOutcome) {
        let place = outcome.index - nextIndex
        guard place >= 0 else { return }
        while waiting.count <= place { waiting.append(nil) }
        waiting[place] = outcome
    }

    /// The outcomes that are next in order, if they are known.
    mutating func drain() -> [RowOutcome] {
        var ready: [RowOutcome] = []
        while let first = waiting.first, let outcome = first {
            waiting.removeFirst()
            ready.append(outcome)
        }
        nextIndex += ready.count
        return ready
    }
}
