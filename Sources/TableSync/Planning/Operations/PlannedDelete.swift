public import TableModel

/// A record to be deleted.
public struct PlannedDelete: Sendable, Hashable {
    /// The record.
    public let id: RecordID
    /// The text of each field of the key.
    public let key: [String]
    /// The cells as the service last answered them; blank ones are absent. All that can be written of the record if the plan
    /// was made to be looked at, the managed ones otherwise.
    public let before: Fields
    /// The canonical cells of all managed fields when the plan was made.
    package let seen: Fingerprint
    /// The canonical cells of the whole record when the plan was made; nil if only the managed ones were read.
    package let whole: Fingerprint?

    package init(id: RecordID, key: [String], before: Fields, seen: Fingerprint, whole: Fingerprint? = nil) {
        self.id = id
        self.key = key
        self.before = before
        self.seen = seen
        self.whole = whole
    }
}
