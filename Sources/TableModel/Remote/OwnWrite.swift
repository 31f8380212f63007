public import FoundationEssentials

/// Records that we wrote ourselves, so that a read of what was modified may leave them out.
public struct OwnWrite: Sendable, Hashable {
    /// The records.
    public var ids: [RecordID]
    /// The second of the service's clock (its Date header) in which the write was answered. A modification in that second
    /// or later counts as somebody else's, since whole seconds do not tell which came first.
    public var until: Date

    /// Says that we wrote the records of `ids`, and that what was modified before `until` is our doing.
    public init(ids: [RecordID], until: Date) {
        self.ids = ids
        self.until = until
    }
}
