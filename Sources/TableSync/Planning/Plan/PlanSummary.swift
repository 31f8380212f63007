/// What is known of a plan when its last row was seen.
struct PlanSummary: Sendable, Hashable {
    var counts = PlanCounts()
    var cost: PlanCost
    var findings: [SafetyFinding] = []
}
