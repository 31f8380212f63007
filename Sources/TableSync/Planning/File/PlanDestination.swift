/// Where a plan is written to.
public enum PlanDestination: Sendable, Hashable {
    /// A file that is kept. One of that name is replaced when the plan is complete, and not before.
    case file(String)
    /// A file without a name in that folder; it is gone when nobody holds the plan any more.
    case temporary(folder: String)
}
