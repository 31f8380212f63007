import TableSync

/// What the user asked of a plan.
struct PlanningRequest: Sendable {
    var plan = PlanOptions()
    /// How the table's state is to be known; nil for the cheapest way that will do.
    var refresh: RefreshMethod?
    /// How old the last complete read may be; nil for the default.
    var maxAge: Duration?
}
