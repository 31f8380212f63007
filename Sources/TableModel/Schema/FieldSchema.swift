public import JSONText

/// A field (column) of a table.
public struct FieldSchema: Sendable, Hashable {
    /// The field's id, which stays when it is renamed.
    public var id: FieldID
    /// The field's name, which no other field of the table has.
    public var name: String
    /// What kind of cells the field has.
    public var type: FieldType
    /// What the service says of the type: precision, choices, formats and the like; empty for types without options.
    /// Decoded leniently where used, since the service adds to it without notice.
    public var options: JSONObject

    /// Makes the schema of a field.
    public init(id: FieldID, name: String, type: FieldType, options: JSONObject = JSONObject()) {
        self.id = id
        self.name = name
        self.type = type
        self.options = options
    }

    /// The names of the choices of a select field, in their order; empty for other types.
    public var choiceNames: [String] {
        options["choices"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? []
    }

    /// The table that a link field leads to; nil for other types.
    public var linkedTableID: TableID? { options["linkedTableId"]?.stringValue.flatMap(TableID.init(rawValue:)) }
}
