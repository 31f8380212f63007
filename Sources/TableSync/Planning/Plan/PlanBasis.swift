public import FoundationEssentials

/// What was known of the table when the plan was made.
public struct PlanBasis: Sendable, Hashable {
    /// How the snapshot was made fresh, such as `full` or `changed`.
    public var refresh: String
    /// Requests that this took, that for the schema included.
    public var calls: Int
    /// Records that the snapshot held.
    public var recordCount: Int
    /// Whether the snapshot held every record of the scope.
    public var isComplete: Bool
    /// The service's clock when the last complete read began.
    public var completeSince: Date?
    /// The service's clock when the last read of changes began.
    public var seenUntil: Date?
    /// What is known of the cells that the plan changes.
    public var preImages: PreImages
    /// The part of the table that the snapshot is of.
    public var scope: Scope

    /// Says what was known.
    public init(
        refresh: String, calls: Int, recordCount: Int, isComplete: Bool, completeSince: Date? = nil,
        seenUntil: Date? = nil, preImages: PreImages = .known(unseen: []), scope: Scope = Scope()
    ) {
        self.refresh = refresh
        self.calls = calls
        self.recordCount = recordCount
        self.isComplete = isComplete
        self.completeSince = completeSince
        self.seenUntil = seenUntil
        self.preImages = preImages
        self.scope = scope
    }
}
