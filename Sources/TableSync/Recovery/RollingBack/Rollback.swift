import TableModel

/// What became of the operations of a run that was rolled back, told by the run's journal and by what was undone.
struct Rollback: Sendable {
    /// How an operation ended, without its cells.
    enum Ending: Sendable, Hashable {
        case created, updated, deleted, alreadyGone, failed, unknown, notAttempted, rolledBack, restored
    }

    /// An operation that ended otherwise than the run had said.
    struct Revision: Sendable, Hashable {
        let operation: Int
        let said: Ending
        let ending: Ending
    }

    let report: UndoReport
    /// Where the operations of the run stand, with nothing in doubt that could be settled.
    let ledger: Ledger
    /// The operations whose endings are others now, in their order.
    let revisions: [Revision]

    /// - Parameters:
    ///   - doubtful: The operations of which the run could not say whether they were done.
    ///   - ledger: Where all of them stand now.
    init(_ report: UndoReport, doubtful: some Sequence<Int>, _ ledger: Ledger) {
        self.report = report
        self.ledger = ledger
        let kept = report.kept
        let doubtful = Set(doubtful)
        revisions = doubtful.union(ledger.operations).sorted().compactMap { operation in
            let standing = Ending(ledger[operation])
            let said = doubtful.contains(operation) ? .unknown : standing
            let ending = kept.contains(operation) ? standing : standing.undone
            return said == ending ? nil : Revision(operation: operation, said: said, ending: ending)
        }
    }
}

extension Rollback.Ending {
    fileprivate init(_ standing: Ledger.Standing) {
        switch standing {
        case .notAttempted: self = .notAttempted
        case .unknown: self = .unknown
        case .failed: self = .failed
        case .done(let deed):
            switch deed.kind {
            case .created: self = .created
            case .updated: self = .updated
            case .deleted: self = .deleted
            case .alreadyGone: self = .alreadyGone
            }
        }
    }

    /// What an operation that ended so is after it was undone.
    fileprivate var undone: Self {
        switch self {
        case .created, .updated: .rolledBack
        case .deleted: .restored
        case .alreadyGone, .failed, .unknown, .notAttempted, .rolledBack, .restored: self
        }
    }
}
