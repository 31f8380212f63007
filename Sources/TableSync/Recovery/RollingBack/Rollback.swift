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
    private(set) var revisions: [Revision]
    /// Why rows were refused when they were sent again after an answer was lost, by operation; those alone that were not written before.
    private(set) var refusals: [Int: RowFailure] = [:]

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

extension Rollback {
    /// The rollback with what the run said of rows in doubt: one that was refused when it was sent again, and had not been written, failed.
    func naming(_ failures: [RowOutcome]) -> Rollback {
        let refused = failures.reduce(into: [Int: RowFailure]()) { refused, outcome in
            if case .unknown(let failure) = outcome.result, failure.wasRefused { refused[outcome.index] = failure }
        }
        var named = self
        named.revisions = revisions.map { revision in
            guard [.notAttempted, .failed].contains(revision.ending), let failure = refused[revision.operation] else {
                return revision
            }
            named.refusals[revision.operation] = failure
            return Revision(operation: revision.operation, said: revision.said, ending: .failed)
        }
        return named
    }

    /// What is left of the failures of the run.
    func revised(_ failures: [RowOutcome]) -> [RowOutcome] {
        let revised = Set(revisions.map(\.operation))
        return failures.compactMap { outcome in
            guard revised.contains(outcome.index) else { return outcome }
            return refusals[outcome.index].map {
                RowOutcome(index: outcome.index, line: outcome.line, result: .failed($0))
            }
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
