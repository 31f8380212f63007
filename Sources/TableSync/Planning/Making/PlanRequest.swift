package import FoundationEssentials
package import TableModel

/// What a plan is asked for.
package struct PlanRequest: Sendable {
    package var target: PlanTarget
    package var managed: ManagedFields
    package var source: PlanSource
    package var basis: PlanBasis
    /// What the plan cannot see, in whole sentences.
    package var warnings: [String] = []
    package var options = PlanOptions()
    /// Where rows name linked records.
    package var links = NamedLinks()
    /// Reads what is deleted whole, so that who looks at the plan sees all that is lost; nil if nobody looks.
    package var opening: DeleteOpening?
    package var madeAt: Date
    /// Whether all is put back if a row fails.
    package var rollsBack = false
    /// Whether all records that may be changed were read for the plan.
    package var hasReadRecords = true
    /// What the service takes in one request.
    package var limits: RemoteLimits
    /// How long the pace makes so many requests last.
    package var forecast: @Sendable (Int) -> Duration? = { _ in nil }

    package init(
        target: PlanTarget, managed: ManagedFields, source: PlanSource, basis: PlanBasis, madeAt: Date,
        limits: RemoteLimits
    ) {
        self.target = target
        self.managed = managed
        self.source = source
        self.basis = basis
        self.madeAt = madeAt
        self.limits = limits
    }

    /// The header of a plan that is made now; it has a new id each time.
    func header() -> PlanHeader {
        PlanHeader(
            madeAt: madeAt, target: target, managed: managed, whole: opening?.whole, mode: options.mode,
            typecast: options.typecast, source: source, basis: basis, warnings: warnings)
    }

    /// - Parameter opened: Requests that reading whole records took.
    func cost(of counts: PlanCounts, opened: Int) -> PlanCost {
        PlanCost(
            of: counts, key: managed.key, limits: limits, made: basis.calls + opened, rollsBack: rollsBack,
            readsUpdates: !hasReadRecords, forecast: forecast)
    }
}
