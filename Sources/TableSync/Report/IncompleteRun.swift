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
        if let first = report.failures.first { return "\(sentence) The first: line \(first.line): \(first.reason)" }
        switch report.stopped {
        case .refused(let error), .unavailable(let error): return "\(sentence) \(error)"
        case .rowFailed, .schemaChanged, .unsettled, .budgetReached, .requested, nil: return sentence
        }
    }
}
