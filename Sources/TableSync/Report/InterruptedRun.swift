/// A run that ended because something on our side failed: the source of the rows, the run's log, or the closure that takes
/// the outcomes.
public struct InterruptedRun: Error, CustomStringConvertible {
    /// What failed.
    public let underlying: any Error
    /// What was done until then; nothing was under way any more.
    public let report: Report
    /// The same of a plan that was carried out, every row and every record to be done away with accounted for; nil for a run without
    /// a plan.
    public let syncReport: SyncReport?
    /// What a resume did until then; nil for any other run.
    public internal(set) var resumeReport: ResumeReport?
    /// Why what was done could not be taken back, where the strategy was to do so. The journal has the run without an end then, so
    /// that it can be undone later.
    ///
    /// Nil if it was taken back, or was not to be; also if ``underlying`` says why not, as when the journal failed.
    /// ``Report/rollback`` tells what was taken back.
    public let rollbackFailure: (any Error)?

    init(
        underlying: any Error, report: Report, syncReport: SyncReport? = nil, rollbackFailure: (any Error)? = nil
    ) {
        self.underlying = underlying
        self.report = report
        self.syncReport = syncReport
        self.rollbackFailure = rollbackFailure
    }

    /// Whether it is an undo that was interrupted, and no run that was to be taken back since a row of it failed.
    package var isUndo: Bool { report.counts.rowsIn == 0 && report.rollback != nil }

    /// How far the run came, and what stopped it.
    public var description: String {
        let counts = report.counts
        let done = counts.created + counts.updated + counts.deleted + counts.alreadyGone
        if isUndo, let undone = report.rollback {
            return "The undo stopped: \(undone.sentence) \(underlying)"
        }
        guard counts.rowsIn > 0 else { return "The run stopped before a row was taken: \(underlying)" }
        let unrolled = rollbackFailure.map { " It could not be rolled back: \($0) Undo it when that is mended." } ?? ""
        return
            "The run stopped when \(done) of \(Listing.count(counts.rowsIn, "row")) were done: \(underlying)\(unrolled)"
    }
}
