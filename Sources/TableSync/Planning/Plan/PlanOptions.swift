/// How a plan is made.
public struct PlanOptions: Sendable, Hashable {
    /// What may be done with rows and records.
    public var mode = PlanMode.push
    /// What to do with rows of one key.
    public var duplicateRows = DuplicatePolicy.error
    /// What to do with a row whose key several records have.
    public var duplicateRecords = DuplicatePolicy.error
    /// How much may be deleted or changed.
    public var limits = SafetyLimits()
    /// Whether rows that are unchanged get a line of their own in the plan. They are always counted.
    public var listsUnchanged = false
    /// Lets the service convert strings to the field's type, creating choices and linked records as it goes.
    public var typecast = false

    /// A push that refuses duplicates.
    public init() {}
}
