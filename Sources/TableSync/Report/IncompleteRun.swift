/// A report that is not complete, as an error.
public struct IncompleteRun: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the run did, every row accounted for.
    public let report: Report

    /// How many rows are missing, and why the first is, or why the run ended.
    public var description: String {
        let counts = report.counts
        let sentence =
            "Of \(counts.rowsIn) rows, \(counts.failed) failed, \(counts.unknown) have an unknown outcome and "
            + "\(counts.notAttempted) were not attempted."
        let ending = report.rollback.map { "\(sentence) The rest was rolled back: \($0.sentence)" } ?? sentence
        if let first = report.failures.first { return "\(ending) The first: line \(first.line): \(first.reason)" }
        switch report.stopped {
        case .refused(let error), .unavailable(let error): return "\(ending) \(error)"
        case .rowFailed, .schemaChanged, .unsettled, .budgetReached, .tooManyErrors, .requested, nil: return ending
        }
    }
}
