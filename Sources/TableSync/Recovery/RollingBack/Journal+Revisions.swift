import TableModel

extension Journal {
    /// The outcomes of those rows of a run that a rollback revised, in their order.
    func outcomes(
        of run: JournalledRun, _ revisions: ArraySlice<Rollback.Revision>, in rollback: Rollback
    ) throws -> [RowOutcome] {
        let lines = try lines(of: run, Set(revisions.map(\.operation)))
        let deeds = Dictionary(
            uniqueKeysWithValues: revisions.compactMap { revision -> (Int, Deed)? in
                guard case .done(let deed) = rollback.ledger[revision.operation] else { return nil }
                return (revision.operation, deed)
            })
        let told = try records(at: deeds.values.map(\.told))
        let sent = try writes(at: deeds.values.compactMap(\.intent))
        let new = Dictionary(rollback.report.recreations.map { ($0.old, $0.new) }) { first, _ in first }
        return revisions.compactMap { revision in
            let deed = deeds[revision.operation]
            let id = deed?.intent.flatMap { sent[$0] }?.element.id
            let record = deed.flatMap { told[$0.told] }
            let result: RowOutcome.Result? =
                switch revision.ending {
                case .created: record.map { .created($0) }
                case .updated: record.map { .updated($0) }
                case .deleted: id.map { .deleted($0) }
                case .restored: id.map { .restored(as: new[$0] ?? $0) }
                case .rolledBack: .rolledBack
                case .notAttempted: .notAttempted
                case .failed: rollback.refusals[revision.operation].map { .failed($0) }
                case .alreadyGone, .unknown: nil
                }
            return result.map {
                RowOutcome(index: revision.operation, line: lines[revision.operation] ?? 0, result: $0)
            }
        }
    }
}
