/// How many rows and records a plan does what with.
public struct PlanCounts: Sendable, Hashable {
    /// Rows that the source gave.
    public var rowsIn = 0
    /// Rows whose record is to be created.
    public var create = 0
    /// Rows whose record is to be changed.
    public var update = 0
    /// Rows for which nothing is to be done.
    public var unchanged = 0
    /// Rows that are left out although nothing is wrong with their cells.
    public var skipped = 0
    /// Rows that cannot be written.
    public var invalid = 0
    /// Records to be deleted; no row names them.
    public var delete = 0
    /// Records to be archived; no row names them.
    public var archive = 0
    /// Records that no row names and that stay as they are.
    public var kept = 0

    /// Counts nothing yet.
    public init() {}

    /// Rows with a verdict; equal to ``rowsIn`` in every plan.
    public var accounted: Int { create + update + unchanged + skipped + invalid }
    /// Records that the plan writes or deletes.
    public var changes: Int { create + update + delete + archive }

    /// Counts one step, or takes it back.
    mutating func add(_ operation: PlanOperation, times: Int = 1) {
        switch operation {
        case .create: create += times
        case .update: update += times
        case .archive: archive += times
        case .delete: delete += times
        case .unchanged: unchanged += times
        case .skipped: skipped += times
        case .invalid: invalid += times
        case .adopt: break
        }
    }
}
