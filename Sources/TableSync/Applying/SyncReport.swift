/// What carrying out a plan did: every row and every record to be done away with accounted for.
public struct SyncReport: Sendable, Hashable {
    /// How the rows of the source ended. `rowsIn` is counted by the plan, each other number where an outcome is recorded.
    public struct Rows: Sendable, Hashable {
        /// Rows that the source gave.
        public internal(set) var rowsIn = 0
        /// Rows that became a new record.
        public internal(set) var created = 0
        /// Rows that were written into a record that was there.
        public internal(set) var updated = 0
        /// Rows whose record says what they say.
        public internal(set) var unchanged = 0
        /// Rows that the plan's mode leaves alone, and those whose record drifted.
        public internal(set) var skipped = 0
        /// Rows that the plan or the service refused.
        public internal(set) var failed = 0
        /// Rows of which nobody can tell whether they were written.
        public internal(set) var unknown = 0
        /// Rows that the service has not taken because the run ended first.
        public internal(set) var notAttempted = 0
        /// Rows that were written and that a rollback undid.
        public internal(set) var rolledBack = 0

        /// Rows whose outcome is recorded.
        public var recorded: Int { endings.reduce(0, +) }

        /// How many rows ended in each way.
        var endings: [Int] { [created, updated, unchanged, skipped, failed, unknown, notAttempted, rolledBack] }
    }

    /// How the records that no row names ended, as far as they were to be done away with.
    public struct Vanished: Sendable, Hashable {
        /// Records that the plan deletes or archives.
        public internal(set) var planned = 0
        /// Records that were deleted.
        public internal(set) var deleted = 0
        /// Records that got the mark of the archived.
        public internal(set) var archived = 0
        /// Records that somebody else had deleted.
        public internal(set) var alreadyGone = 0
        /// Records that somebody else changed since the plan was made; they were left alone.
        public internal(set) var drifted = 0
        /// Records that the service did not let go.
        public internal(set) var failed = 0
        /// Records of which nobody can tell whether they were deleted or archived.
        public internal(set) var unknown = 0
        /// Records that were not come to because the run ended first.
        public internal(set) var notAttempted = 0
        /// Records that were deleted or archived and that a rollback put back; deleted ones have new ids, which
        /// ``SyncReport/rollback`` tells.
        public internal(set) var restored = 0

        /// Records whose outcome is recorded.
        public var recorded: Int { endings.reduce(0, +) }

        /// How many records ended in each way.
        var endings: [Int] { [deleted, archived, alreadyGone, drifted, failed, unknown, notAttempted, restored] }
    }

    /// Both counts, as outcomes come.
    struct Tally: Sendable, Hashable {
        var rows = Rows()
        var vanished = Vanished()
    }

    /// The run's name in the journal, by which it is resumed and undone; nil if there was nothing to write.
    public internal(set) var run: RunID?
    /// How the rows ended.
    public internal(set) var rows = Rows()
    /// How the records ended that no row names.
    public internal(set) var vanished = Vanished()
    /// Every row and record that failed or is unknown, in the order of the plan; `index` is the place of its step among those
    /// that write or delete. Grows with the failures only.
    public internal(set) var failures: [RowOutcome] = []
    /// Records that somebody else changed, deleted or created between plan and write, and that were left alone.
    public internal(set) var drifts: [Drift] = []
    /// Requests that left, reads and repetitions among them; those of making the plan are in `Plan.cost`.
    public internal(set) var requests = 0
    /// Requests that were repeated, of those.
    public internal(set) var repeats = 0
    /// How often the service refused for the number of requests, and for how long the run stood still for that.
    public internal(set) var penalty = Penalty()
    /// From the call to its end, waits for the pace and for lost answers included.
    public internal(set) var duration: Duration = .zero
    /// Why the run ended before the plan did; nil if it did not.
    public internal(set) var stopped: StopReason?
    /// Records that were changed although nobody knows what they held before: the plan trusted what it knew of the table, and others
    /// had changed more than that shows. An undo leaves them as they are.
    public internal(set) var unrestorable = 0
    /// What the rollback put back, and what it could not, if the run was rolled back (``ErrorStrategy/rollback``). If it is not
    /// complete, undoing the run goes on with it.
    public internal(set) var rollback: UndoReport?
    /// Whether all is known of what was written, and the snapshot knows it.
    var isNoted = true
    /// What else should be known, as sentences.
    public internal(set) var warnings: [String] = []

    /// Whether everything was done that the plan says, but for what somebody else had done already.
    public var isComplete: Bool {
        stopped == nil && rollback == nil && drifts.isEmpty && rows.failed + rows.unknown + rows.notAttempted == 0
            && vanished.failed + vanished.unknown + vanished.notAttempted + vanished.drifted == 0
    }

    /// Whether it is known that the table is as it was.
    var hasWrittenNothing: Bool {
        rollback == nil
            && rows.created + rows.updated + rows.unknown + vanished.deleted + vanished.archived + vanished.unknown == 0
    }
}

extension SyncReport {
    /// - Throws: ``AccountingError`` if a row, or a record to be done away with, has no outcome, or is missed where it never was.
    func requireAccounts() throws {
        try AccountingError.check(rowsIn: rows.rowsIn, recorded: rows.recorded)
        try AccountingError.check(rowsIn: vanished.planned, recorded: vanished.recorded)
        try AccountingError.checkNoneNegative(rowsIn: rows.rowsIn, rows.endings)
        try AccountingError.checkNoneNegative(rowsIn: vanished.planned, vanished.endings)
    }
}

extension SyncReport.Tally {
    /// Takes in an outcome: of a row, or of a record that no row names.
    mutating func add(_ outcome: RowOutcome, isRow: Bool) {
        switch (outcome.result, isRow) {
        case (.created, _): rows.created += 1
        case (.updated, true): rows.updated += 1
        case (.updated, false): vanished.archived += 1
        case (.deleted, _): vanished.deleted += 1
        case (.alreadyGone, _): vanished.alreadyGone += 1
        case (.failed, true): rows.failed += 1
        case (.failed, false): vanished.failed += 1
        case (.unknown, true): rows.unknown += 1
        case (.unknown, false): vanished.unknown += 1
        case (.notAttempted, true): rows.notAttempted += 1
        case (.notAttempted, false): vanished.notAttempted += 1
        case (.rolledBack, true): rows.rolledBack += 1
        case (.rolledBack, false), (.restored, _): vanished.restored += 1
        }
    }
}
