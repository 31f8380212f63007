public import FoundationEssentials

/// One remote row as the service answered it: empty cells are absent from `fields`.
public struct Record: Sendable, Hashable, Identifiable {
    public let id: RecordID
    /// When the record was created, by the service's clock; whole seconds since 2021.
    public let createdTime: Date
    public var fields: Fields

    public init(id: RecordID, createdTime: Date, fields: Fields) {
        self.id = id
        self.createdTime = createdTime
        self.fields = fields
    }
}
