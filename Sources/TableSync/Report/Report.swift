/// What a run did: every row accounted for.
public struct Report: Sendable, Hashable {
    /// How many rows ended how. `rowsIn` is counted where rows are read, each other number where an outcome is recorded.
    public struct Counts: Sendable, Hashable {
        /// Rows that were read from the source.
        public internal(set) var rowsIn = 0
        /// Rows that became a new record.
        public internal(set) var created = 0
        /// Rows that were written into a record that was there.
        public internal(set) var updated = 0
        /// Records that the run deleted.
        public internal(set) var deleted = 0
        /// Records that were to be deleted and did not exist any more.
        public internal(set) var alreadyGone = 0
        /// Rows that were refused for what is in them, by the service or by a rule of ours; nothing of them was written.
        public internal(set) var failed = 0
        /// Rows of which nobody can tell whether they were written.
        public internal(set) var unknown = 0
        /// Rows that the service has not taken because the run ended first: they did not get their turn, or it could not be
        /// reached, or it takes nothing from us. ``Report/stopped`` says why.
        public internal(set) var notAttempted = 0
        /// Rows that were written and that a rollback undid.
        public internal(set) var rolledBack = 0
        /// Records that were deleted and that a rollback created again.
        public internal(set) var restored = 0

        /// Makes counts of nothing.
        public init() {}

        /// Rows whose outcome is recorded.
        public var recorded: Int { endings.reduce(0, +) }

        /// How many rows ended in each way.
        var endings: [Int] {
            [created, updated, deleted, alreadyGone, failed, unknown, notAttempted, rolledBack, restored]
        }

        mutating func record(_ result: RowOutcome.Result) {
            switch result {
            case .created: created += 1
            case .updated: updated += 1
            case .deleted: deleted += 1
            case .alreadyGone: alreadyGone += 1
            case .failed: failed += 1
            case .unknown: unknown += 1
            case .notAttempted: notAttempted += 1
            case .rolledBack: rolledBack += 1
            case .restored: restored += 1
            }
        }
    }

    /// The run's name in the journal, by which it is resumed and undone; nil if it has no journal.
    public internal(set) var run: RunID?
    /// How many rows ended how; the sum of all outcomes is `rowsIn`.
    public internal(set) var counts = Counts()
    /// Every row that failed or is unknown, in input order. Grows with the failures, not with the rows.
    public internal(set) var failures: [RowOutcome] = []
    /// Every row's outcome in input order, if the rows were given as an array; empty for sequences, whose outcomes go to
    /// the `outcomes` closure.
    public internal(set) var outcomes: [RowOutcome] = []
    /// Requests that left, reads and repetitions among them. One for which no connection came about did not leave.
    public internal(set) var requests = 0
    /// Those of the requests that left which had left before.
    public internal(set) var repeats = 0
    /// How often the service refused for the number of requests, and for how long the run stood still for that.
    public internal(set) var penalty = Penalty()
    /// From the call to its end, waits for the pace and for lost answers included.
    public internal(set) var duration: Duration = .zero
    /// Why the run ended before its input did; nil if it did not.
    public internal(set) var stopped: StopReason?
    /// What the rollback put back, and what it could not, if the run was rolled back (``ErrorStrategy/rollback``). If it is not
    /// complete, undoing the run goes on with it.
    public internal(set) var rollback: UndoReport?
    /// What else should be known, as sentences.
    public internal(set) var warnings: [String] = []

    /// Makes the report of a run that did nothing.
    public init() {}

    /// Whether every row was written (or, for deletes, is gone).
    public var isComplete: Bool {
        stopped == nil && rollback == nil && counts.failed == 0 && counts.unknown == 0 && counts.notAttempted == 0
    }

    /// Gives the report back if every row was written.
    ///
    /// - Throws: ``IncompleteRun`` otherwise.
    @discardableResult
    public func requireComplete() throws(IncompleteRun) -> Report {
        guard isComplete else { throw IncompleteRun(report: self) }
        return self
    }
}
