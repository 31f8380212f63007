import Locking

/// Collects the outcomes of a run over an array.
final class OutcomeCollector: Sendable {
    private let collected = Guarded<[RowOutcome]>([])

    func append(_ outcome: RowOutcome) { collected.withLock { $0.append(outcome) } }

    var outcomes: [RowOutcome] { collected.withLock { $0 } }
}
