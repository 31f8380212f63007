import TableSync

/// What the user asked of a plan.
struct PlanningRequest: Sendable {
    var plan = PlanOptions()
    /// How the table's state is to be known; nil for the cheapest way that will do.
    var refresh: RefreshMethod?
    /// How old the last complete read may be; nil for the default.
    var maxAge: Duration?
    /// The part of the table that is meant.
    var scope = Scope()
    /// What records that no row names are marked with instead of being deleted; nil deletes them, in a mirror.
    var archive: ArchiveText?
}
