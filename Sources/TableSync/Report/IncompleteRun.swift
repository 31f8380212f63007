/// A report that is not complete, as an error.
public struct IncompleteRun: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the run did, every row accounted for.
    public let report: Report

    /// How many rows are missing, and why the first is.
    public var description: String {
        let counts = report.counts
        let sentence =
            "Of \(counts.rowsIn) rows, \(counts.failed) failed, \(counts.unknown) have an unknown outcome and "
            + "\(counts.notAttempted) were not attempted."
        return report.failures.first.map { "\(sentence) The first: line \($0.line): \($0.reason)" } ?? sentence
    }
}
