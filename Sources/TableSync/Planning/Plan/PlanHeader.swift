public import FoundationEssentials

/// What a plan is of and what it was made from.
public struct PlanHeader: Sendable, Hashable {
    /// 32 hexadecimal digits that no other plan has: a plan is carried out once.
    public let id: String
    /// When the plan was made, by this machine's clock, to the second.
    public let madeAt: Date
    /// The table.
    public let target: PlanTarget
    /// The fields that rows were compared by; nothing else is written.
    public let managed: ManagedFields
    /// All fields of the table that can be written: what is deleted is shown and compared by them. Nil in a plan that is
    /// carried out unseen.
    public let whole: ManagedFields?
    /// What the plan may do.
    public let mode: PlanMode
    /// Whether the service is to convert strings.
    public let typecast: Bool
    /// The rows.
    public let source: PlanSource
    /// What was known of the table.
    public let basis: PlanBasis
    /// What the plan cannot see, and whatever else was noticed before the first row; whole sentences.
    public let warnings: [String]

    package init(
        id: String = PlanHeader.newID(), madeAt: Date, target: PlanTarget, managed: ManagedFields,
        whole: ManagedFields? = nil, mode: PlanMode, typecast: Bool = false, source: PlanSource, basis: PlanBasis,
        warnings: [String] = []
    ) {
        self.id = id
        self.madeAt = madeAt
        self.target = target
        self.managed = managed
        self.whole = whole
        self.mode = mode
        self.typecast = typecast
        self.source = source
        self.basis = basis
        self.warnings = warnings
    }

    /// 128 random bits.
    package static func newID() -> String {
        var generator = SystemRandomNumberGenerator()
        return Fingerprint(high: generator.next(), low: generator.next()).hex
    }
}
