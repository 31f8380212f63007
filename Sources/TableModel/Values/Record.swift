public import FoundationEssentials

/// One remote row as the service answered it: empty cells are absent from `fields`.
public struct Record: Sendable, Hashable, Identifiable {
    /// The record's id, which no other record of the base has.
    public let id: RecordID
    /// When the record was created, by the service's clock; whole seconds since 2021.
    public let createdTime: Date
    /// The cells that are not empty, and computed ones.
    public var fields: Fields

    /// Makes a record as the service would answer it.
    public init(id: RecordID, createdTime: Date, fields: Fields) {
        self.id = id
        self.createdTime = createdTime
        self.fields = fields
    }
}
