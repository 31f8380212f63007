/// How many operations of a run stand how; the sum of all is ``operations``.
public struct RunTally: Sendable, Hashable {
    /// Operations of the run: those of its plan that write or delete, or in a run without one those that it came to.
    public private(set) var operations = 0
    /// Records that were created.
    public private(set) var created = 0
    /// Records of which cells were written.
    public private(set) var updated = 0
    /// Records that were deleted.
    public private(set) var deleted = 0
    /// Records to delete that did not exist any more.
    public private(set) var alreadyGone = 0
    /// Operations that were refused.
    public private(set) var failed = 0
    /// Operations of which nothing tells whether they were carried out.
    public private(set) var inDoubt = 0
    /// Those of them that may have created a record, which an undo deletes if they did.
    public internal(set) var createsInDoubt = 0
    /// Operations that the run did not come to.
    public private(set) var notAttempted = 0

    /// Operations that have changed the table.
    public var done: Int { created + updated + deleted }

    mutating func add(_ standing: Ledger.Standing) {
        operations += 1
        switch standing {
        case .notAttempted: notAttempted += 1
        case .unknown: inDoubt += 1
        case .failed: failed += 1
        case .done(let deed):
            switch deed.kind {
            case .created: created += 1
            case .updated: updated += 1
            case .deleted: deleted += 1
            case .alreadyGone: alreadyGone += 1
            }
        }
    }
}
