import TableModel

extension Report {
    /// Takes in what a rollback made of the rows; their outcomes are of the operations of the run.
    ///
    /// - Throws: ``AccountingError`` if an operation had ended otherwise than the rollback takes it to have; all is taken in before.
    mutating func take(_ rollback: Rollback) throws(AccountingError) {
        let rollback = rollback.naming(failures)
        for revision in rollback.revisions { counts.revise(revision) }
        failures = rollback.revised(failures)
        requests += rollback.report.requests
        repeats += rollback.report.repeats
        penalty += rollback.report.penalty
        self.rollback = rollback.report
        try AccountingError.checkNoneNegative(rowsIn: counts.rowsIn, counts.endings)
    }

    /// Whether the run ended in a way for which ``ErrorStrategy/rollback`` undoes what it did.
    var callsForRollback: Bool { StopReason.callsForRollback(stopped, failures: counts.failed + counts.unknown) }
}

extension Report.Counts {
    fileprivate mutating func revise(_ revision: Rollback.Revision) {
        self[keyPath: revision.said.count] -= 1
        self[keyPath: revision.ending.count] += 1
    }
}

extension StopReason {
    /// Whether a run that ended for this reason is to be undone. What somebody asked to stop, what has no requests left, and what
    /// the service does not take for now can be resumed instead.
    static func callsForRollback(_ reason: StopReason?, failures: Int) -> Bool {
        switch reason {
        case nil: failures > 0
        case .rowFailed, .schemaChanged, .unsettled, .tooManyErrors: true
        case .refused, .unavailable, .budgetReached, .requested: false
        }
    }
}

extension Rollback.Ending {
    /// Where operations that ended so are counted.
    fileprivate var count: WritableKeyPath<Report.Counts, Int> {
        switch self {
        case .created: \.created
        case .updated: \.updated
        case .deleted: \.deleted
        case .alreadyGone: \.alreadyGone
        case .failed: \.failed
        case .unknown: \.unknown
        case .notAttempted: \.notAttempted
        case .rolledBack: \.rolledBack
        case .restored: \.restored
        }
    }
}
