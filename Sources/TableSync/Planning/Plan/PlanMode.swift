/// What a plan may do with the rows of a source and with the records that no row names.
public enum PlanMode: Sendable, Hashable {
    /// Creates what is missing and updates what differs.
    case push
    /// Updates what differs; rows whose record is missing are skipped.
    case updateOnly
    /// Creates what is missing; rows whose record exists and differs are skipped.
    case createOnly
    /// Creates what is missing and writes into empty cells; a cell that holds something is never overwritten.
    case fillMissing
    /// As ``push``, and does away with the records that no row names.
    case mirror(DeletePolicy)
}

extension PlanMode {
    /// What becomes of records that no row names; nil if nothing does.
    public var deletePolicy: DeletePolicy? {
        guard case .mirror(let policy) = self else { return nil }
        return policy
    }
}
