import Locking

/// Collects the outcomes of a run over an array.
final class OutcomeCollector: Sendable {
    private let collected = Guarded<[RowOutcome]>([])

    /// Takes the next row's outcome, or another one of a row that came before.
    func take(_ outcome: RowOutcome) {
        collected.withLock { outcomes in
            if outcomes.indices.contains(outcome.index) {
                outcomes[outcome.index] = outcome
            } else {
                outcomes.append(outcome)
            }
        }
    }

    var outcomes: [RowOutcome] { collected.withLock { $0 } }
}
