/// What resuming a run did.
public struct ResumeReport: Sendable, Hashable {
    /// The run.
    public let run: RunID
    /// What became of the operations that were in doubt: done, not done (and then carried out), or not to be told. `index` is the
    /// operation of the run.
    public internal(set) var settled: [RowOutcome] = []
    /// What was carried out of what the run had not come to; nil if nothing was left, or if the run has no plan: its rows are not in
    /// the journal.
    public internal(set) var rest: SyncReport?
    /// For a run without a plan: how many of its rows the journal knows of: all of them unless ``mayHaveMoreRows``. No row from that
    /// place on was attempted.
    public internal(set) var rowsKnown: Int?
    /// For a run without a plan: whether it ended before its input did, which nobody had counted (``RunOptions/rowCount``), so that there
    /// may be rows after ``rowsKnown``.
    public internal(set) var mayHaveMoreRows = false
    /// For a run without a plan: the places of those among the known rows that were not attempted. The journal does not have the
    /// rows, so that it is for the caller to send them.
    public internal(set) var notAttempted: [Int] = []
    /// Operations that had failed before, and that a resume does not try again.
    public internal(set) var failedBefore = 0
    /// Records that the plan deletes and that were left alone, since something of the run failed before.
    public internal(set) var withheldDeletes = 0
    /// What was put back, if the run was rolled back, or if its undo was gone on with; nil if the run was carried on.
    public internal(set) var rollback: UndoReport?
    /// Requests that left, reads and repetitions among them.
    public internal(set) var requests = 0
    /// How often the service refused for the number of requests, and for how long the resume stood still for that.
    public internal(set) var penalty = Penalty()
    /// What else should be known, as sentences; ``rest`` and ``rollback`` have their own.
    public internal(set) var warnings: [String] = []

    init(run: RunID) { self.run = run }

    /// The operations of which nobody can tell whether they were carried out.
    public var unknown: [RowOutcome] {
        settled.filter { outcome in if case .unknown = outcome.result { true } else { false } }
    }

    /// Whether everything of the run is done now.
    public var isComplete: Bool {
        rollback == nil && unknown.isEmpty && notAttempted.isEmpty && !mayHaveMoreRows
            && failedBefore + withheldDeletes == 0 && rest?.isComplete ?? true
    }

    /// What was done, and what is left, as a sentence.
    public var sentence: String {
        if let rollback { return "Rolled back: \(rollback.sentence)" }
        let carriedOut =
            rest.map { $0.rows.created + $0.rows.updated + $0.vanished.deleted + $0.vanished.archived } ?? 0
        let unsettled = unknown.isEmpty ? "" : ", \(Listing.number(unknown.count)) of them still unknown,"
        let looked =
            settled.isEmpty ? "" : "looked up \(Listing.count(settled.count, "operation")) in doubt\(unsettled) and "
        let done = "The resume \(looked)carried out \(Listing.count(carriedOut, "operation"))"
        return ([done] + notDone).joined(separator: "; ") + "."
    }

    /// What is not done of what was to be carried out, and why.
    private var notDone: [String] {
        var (failed, doubtful, untried) = (0, 0, withheldDeletes + notAttempted.count)
        if let rest {
            failed = rest.rows.failed + rest.vanished.failed
            doubtful = rest.rows.unknown + rest.vanished.unknown
            untried += rest.rows.notAttempted + rest.vanished.notAttempted
        }
        let drifted = rest?.drifts.count ?? 0
        let counts: [(count: Int, what: String)] = [
            (failed, "failed"), (doubtful, "unknown"),
            (drifted, "left alone, since somebody had changed \(drifted == 1 ? "it" : "them")"),
            (untried, "not attempted"), (failedBefore, "had failed before"),
        ]
        let parts = counts.filter { $0.count > 0 }.map { "\(Listing.number($0.count)) \($0.what)" }
        return mayHaveMoreRows ? parts + ["there may be more than \(Listing.count(rowsKnown ?? 0, "row"))"] : parts
    }
}
