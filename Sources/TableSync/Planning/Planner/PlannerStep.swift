/// What a planner says about one row.
enum PlannerStep: Sendable {
    /// Nothing is to be done. The key is empty if it was not looked at, which is so only if nobody wants it.
    case unchanged(line: Int, key: [String], Adoption?)
    case operation(PlanOperation)
    /// Give the cells to ``Planner/compare(_:with:)``.
    case needsCells(Comparison)
}
