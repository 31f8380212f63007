public import TableModel

/// A record to be deleted.
public struct PlannedDelete: Sendable, Hashable {
    /// The record.
    public let id: RecordID
    /// The text of each field of the key.
    public let key: [String]
    /// The managed cells as the service last answered them; blank ones are absent.
    public let before: Fields
    /// The canonical cells of all managed fields when the plan was made.
    package let seen: Fingerprint

    package init(id: RecordID, key: [String], before: Fields, seen: Fingerprint) {
        self.id = id
        self.key = key
        self.before = before
        self.seen = seen
    }
}
