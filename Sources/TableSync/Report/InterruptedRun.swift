/// A run that ended because something on our side failed: the source of the rows, the run's log, or the closure that takes
/// the outcomes.
public struct InterruptedRun: Error, CustomStringConvertible {
    /// What failed.
    public let underlying: any Error
    /// What was done until then; nothing was under way any more.
    public let report: Report

    /// How far the run came, and what stopped it.
    public var description: String {
        let counts = report.counts
        let done = counts.created + counts.updated + counts.deleted + counts.alreadyGone
        return "The run stopped when \(done) of \(Listing.count(counts.rowsIn, "row")) were done: \(underlying)"
    }
}
