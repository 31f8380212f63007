/// A table as the service's schema describes it.
public struct TableSchema: Sendable, Hashable {
    /// The table's id, which stays when it is renamed.
    public var id: TableID
    /// The table's name.
    public var name: String
    /// The field whose text stands for a record wherever it is linked.
    public var primaryFieldID: FieldID
    /// In the order of the schema, which is the column order that exports use.
    public var fields: [FieldSchema]

    /// Makes the schema of a table.
    public init(id: TableID, name: String, primaryFieldID: FieldID, fields: [FieldSchema]) {
        self.id = id
        self.name = name
        self.primaryFieldID = primaryFieldID
        self.fields = fields
    }

    /// The field of that exact name or id, or nil. Case, spaces and emoji matter, as they do to the service.
    public func field(_ nameOrID: String) -> FieldSchema? {
        fields.first { $0.name == nameOrID } ?? fields.first { $0.id.rawValue == nameOrID }
    }
}
