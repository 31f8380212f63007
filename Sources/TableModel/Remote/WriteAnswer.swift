public import FoundationEssentials

/// What the service answered to a chunk that it applied.
public struct WriteAnswer: Sendable, Hashable {
    /// One record for each element, in the order of the elements; empty for deletes.
    public var records: [Record]
    /// The ids that the request created. For an upsert, as the service says; for a create, all; else none.
    public var created: Set<RecordID>
    /// The ids that a delete removed.
    public var deleted: Set<RecordID>
    /// The service's clock when it answered (its Date header, whole seconds), if it said so.
    public var serverTime: Date?

    /// Makes the answer to a write; a delete has only `deleted`.
    public init(
        records: [Record] = [], created: Set<RecordID> = [], deleted: Set<RecordID> = [], serverTime: Date? = nil
    ) {
        self.records = records
        self.created = created
        self.deleted = deleted
        self.serverTime = serverTime
    }
}
