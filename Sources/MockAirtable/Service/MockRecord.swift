public import JSONText
public import TableModel

/// A record as the mock service keeps it, for tests to look at.
public struct MockRecord: Sendable, Hashable {
    /// The record's id.
    public let id: RecordID
    /// When it was made, in whole seconds.
    public let createdTime: ServiceInstant
    /// When a cell last took another value; nil if none did since it was made.
    public let modifiedTime: ServiceInstant?
    /// The cells by field name, as a list would answer them; empty cells are absent.
    public let cells: [String: JSONValue]
}
