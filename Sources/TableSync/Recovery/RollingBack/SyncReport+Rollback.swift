import TableModel

extension SyncReport {
    /// Takes in what a rollback made of the rows and records of the plan.
    ///
    /// - Parameters:
    ///   - operations: The operations of the run that the report is of; nil for all.
    ///   - journal: Tells which operations are of rows, and which of records that no row names.
    mutating func take(
        _ rollback: Rollback, of run: JournalledRun, in journal: Journal, only operations: [Int]? = nil
    ) throws {
        let rollback = rollback.naming(failures)
        let own = operations.map(Set.init)
        let revisions = rollback.revisions.filter { own?.contains($0.operation) ?? true }
        for page in revisions.pages(of: 1_000) {
            let steps = try journal.steps(of: run, at: page.map(\.operation))
            for revision in page { revise(revision, isRow: steps[revision.operation]?.isOfRow ?? true) }
        }
        failures = rollback.revised(failures)
        requests += rollback.report.requests
        repeats += rollback.report.repeats
        penalty += rollback.report.penalty
        self.rollback = rollback.report
        try requireAccounts()
    }

    /// Whether the run ended in a way for which ``ErrorStrategy/rollback`` undoes what it did.
    var callsForRollback: Bool {
        let failures = rows.failed + rows.unknown + vanished.failed + vanished.unknown
        return StopReason.callsForRollback(stopped, failures: failures)
    }

    private mutating func revise(_ revision: Rollback.Revision, isRow: Bool) {
        if isRow {
            if let count = revision.said.rowCount { rows[keyPath: count] -= 1 }
            if let count = revision.ending.rowCount { rows[keyPath: count] += 1 }
        } else {
            if let count = revision.said.vanishedCount { vanished[keyPath: count] -= 1 }
            if let count = revision.ending.vanishedCount { vanished[keyPath: count] += 1 }
        }
    }
}

extension Report {
    /// What is known of a plan's rows and records together, for an error that carries a report.
    init(_ whole: SyncReport) {
        self.init()
        run = whole.run
        counts.add(whole)
        failures = whole.failures
        requests = whole.requests
        repeats = whole.repeats
        penalty = whole.penalty
        duration = whole.duration
        stopped = whole.stopped
        rollback = whole.rollback
        warnings = whole.warnings
    }
}

extension PlanOperation {
    /// Whether the step writes what a row says.
    fileprivate var isOfRow: Bool {
        switch self {
        case .create, .update: true
        case .archive, .delete, .unchanged, .skipped, .invalid, .adopt: false
        }
    }
}

extension Rollback.Ending {
    /// Where rows that ended so are counted; nil if rows do not.
    fileprivate var rowCount: WritableKeyPath<SyncReport.Rows, Int>? {
        switch self {
        case .created: \.created
        case .updated: \.updated
        case .failed: \.failed
        case .unknown: \.unknown
        case .notAttempted: \.notAttempted
        case .rolledBack: \.rolledBack
        case .deleted, .alreadyGone, .restored: nil
        }
    }

    /// Where records that no row names are counted that ended so; nil if they do not.
    fileprivate var vanishedCount: WritableKeyPath<SyncReport.Vanished, Int>? {
        switch self {
        case .updated: \.archived
        case .deleted: \.deleted
        case .alreadyGone: \.alreadyGone
        case .failed: \.failed
        case .unknown: \.unknown
        case .notAttempted: \.notAttempted
        case .rolledBack, .restored: \.restored
        case .created: nil
        }
    }
}
