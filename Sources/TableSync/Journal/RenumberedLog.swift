import Locking
import TableModel

/// The log of one part of a run, whose events name operations and attempts of the whole run.
final class RenumberedLog: RunLog {
    private let base: any RunLog
    private let firstAttempt: Int
    private let operation: @Sendable (Int) -> Int
    private let highest: Guarded<Int>

    /// - Parameters:
    ///   - attempts: How many attempts the run made before this part.
    ///   - operation: The operation of a row of this part.
    init(_ base: any RunLog, after attempts: Int, operation: @escaping @Sendable (Int) -> Int) {
        self.base = base
        firstAttempt = attempts
        self.operation = operation
        highest = Guarded(attempts)
    }

    /// How many attempts the run has made up to now.
    var attempts: Int { highest.withLock { $0 } }

    func record(_ event: RunEvent) async throws {
        switch event {
        case .intent(let attempt, let chunk, let rows):
            highest.withLock { $0 = max($0, firstAttempt + attempt) }
            try await base.record(.intent(attempt: firstAttempt + attempt, chunk: chunk, rows: rows.map(operation)))
        case .answered(let attempt, let answer):
            try await base.record(.answered(attempt: firstAttempt + attempt, answer))
        case .withdrawn(let attempt): try await base.record(.withdrawn(attempt: firstAttempt + attempt))
        case .outcomes(let outcomes):
            try await base.record(
                .outcomes(
                    outcomes.map { RowOutcome(index: operation($0.index), line: $0.line, result: $0.result) }))
        case .preImages: try await base.record(event)
        }
    }
}
