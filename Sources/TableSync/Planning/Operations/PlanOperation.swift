/// One step of a plan: what is to be done with a row or a record, or why nothing is.
///
/// A row that is unchanged has a step only if the plan was asked to list such rows.
public enum PlanOperation: Sendable, Hashable {
    /// A row has no record: it gets one.
    case create(PlannedCreate)
    /// A row differs from its record: cells change.
    case update(PlannedUpdate)
    /// Marks a record that no row names; its line is nil.
    case archive(PlannedUpdate)
    /// A record that no row names is deleted.
    case delete(PlannedDelete)
    /// A row for which nothing is to be done.
    case unchanged(line: Int, key: [String])
    /// A row that is left out by a rule.
    case skipped(SkippedRow)
    /// A row that cannot be written.
    case invalid(InvalidRow)
    /// Nothing that the service would notice: what the snapshot learns when the plan is carried out.
    case adopt([Adoption])
}

extension PlanOperation {
    /// The row's line; nil for what is done to records that no row names.
    public var line: Int? {
        switch self {
        case .create(let create): create.line
        case .update(let update), .archive(let update): update.line
        case .unchanged(let line, _): line
        case .skipped(let row): row.line
        case .invalid(let row): row.line
        case .delete, .adopt: nil
        }
    }
    /// The text of each field of the key; empty if it is not known.
    public var key: [String] {
        switch self {
        case .create(let create): create.key
        case .update(let update), .archive(let update): update.key
        case .delete(let delete): delete.key
        case .unchanged(_, let key): key
        case .skipped(let row): row.key
        case .invalid(let row): row.key
        case .adopt: []
        }
    }
}
