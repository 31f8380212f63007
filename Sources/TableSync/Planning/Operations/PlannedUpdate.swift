public import TableModel

/// A record of which some cells are to be changed.
public struct PlannedUpdate: Sendable, Hashable {
    /// The row's line; nil if no row asks for the change.
    public let line: Int?
    /// The record.
    public let id: RecordID
    /// The text of each field of the key.
    public let key: [String]
    /// The cells that change, as the service last answered them; null for blank ones.
    public let before: Fields
    /// The same cells as they are sent; null for those that become blank.
    public let after: Fields
    /// The canonical cells of all managed fields when the plan was made.
    package let seen: Fingerprint
    /// The row as the source gave it; nil if the record will not be all that the row says.
    package let source: Fingerprint?

    package init(
        line: Int?, id: RecordID, key: [String], before: Fields, after: Fields, seen: Fingerprint,
        source: Fingerprint?
    ) {
        self.line = line
        self.id = id
        self.key = key
        self.before = before
        self.after = after
        self.seen = seen
        self.source = source
    }
}
