public import JSONText

/// A table as the service's schema describes it.
public struct TableSchema: Sendable, Hashable {
    public var id: TableID
    public var name: String
    public var primaryFieldID: FieldID
    /// In the order of the schema, which is the column order that exports use.
    public var fields: [FieldSchema]

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

/// A field (column) of a table.
public struct FieldSchema: Sendable, Hashable {
    public var id: FieldID
    public var name: String
    public var type: FieldType
    /// What the service says of the type: precision, choices, formats and the like; empty for types without options.
    /// Decoded leniently where used, since the service adds to it without notice.
    public var options: JSONObject

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
}

/// A field to be created: a name, a type, and the options that the type requires.
public struct FieldDraft: Sendable, Hashable {
    public var name: String
    public var type: FieldType
    public var options: JSONObject

    public init(name: String, type: FieldType, options: JSONObject = JSONObject()) {
        self.name = name
        self.type = type
        self.options = options
    }
}
