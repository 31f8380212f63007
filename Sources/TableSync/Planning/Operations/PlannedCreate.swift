public import TableModel

/// A record to be created.
public struct PlannedCreate: Sendable, Hashable {
    /// The line on which the row begins.
    public let line: Int
    /// The text of each field of the key.
    public let key: [String]
    /// The cells as they are sent; null for those that the row leaves blank.
    public let fields: Fields
    package let source: Fingerprint

    package init(line: Int, key: [String], fields: Fields, source: Fingerprint) {
        self.line = line
        self.key = key
        self.fields = fields
        self.source = source
    }
}
