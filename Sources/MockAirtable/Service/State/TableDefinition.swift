import TableModel

/// A field of a table.
struct FieldDefinition: Sendable, Hashable {
    let id: FieldID
    /// The number under which records keep the field's cells: it never changes and is never used again.
    let slot: Int
    var name: String
    var type: FieldType
    var description: String?
    var options: FieldOptions

    /// Whether the service fills the cells by itself.
    var isComputed: Bool { Self.computedTypes.contains(type) }

    static let computedTypes: Set<FieldType> = [
        .autoNumber, .createdTime, .lastModifiedTime, .createdBy, .lastModifiedBy,
    ]
}

/// A view of a table. Views here are grids that show records oldest first.
struct ViewDefinition: Sendable, Hashable {
    /// Which records a view shows.
    struct Filter: Sendable, Hashable {
        var formula: String
        /// The fields in the order in which the formula names them: a view keeps its fields when they are renamed.
        var fields: [FieldID]
    }

    let id: ViewID
    var name: String
    /// Nil for a view that shows all records.
    var filter: Filter?
}

/// Everything about a table but its records.
struct TableDefinition: Sendable, Hashable {
    let id: TableID
    var name: String
    var description: String?
    var primaryFieldID: FieldID
    /// In the order of the schema.
    var fields: [FieldDefinition]
    var views: [ViewDefinition]
    /// The slot that the next field gets.
    var nextSlot: Int

    /// The field of that exact name or id. Names win, as ids cannot be told from names that look like them.
    func field(_ nameOrID: String) -> FieldDefinition? {
        fields.first { ExactText.areEqual($0.name, nameOrID) } ?? fields.first { $0.id.rawValue == nameOrID }
    }

    /// The view of that id or exact name.
    func view(_ nameOrID: String) -> ViewDefinition? {
        views.first { $0.id.rawValue == nameOrID || ExactText.areEqual($0.name, nameOrID) }
    }

    /// A table has a primary field from the beginning, and none is ever taken away.
    var primaryField: FieldDefinition { fields.first { $0.id == primaryFieldID } ?? fields[0] }

    func field(slot: Int) -> FieldDefinition? { fields.first { $0.slot == slot } }

    /// Whether a field other than `excluded` has the name; upper and lower case count as one (airtable-api.md 7.5).
    func hasField(named name: String, except excluded: FieldID? = nil) -> Bool {
        let folded = name.lowercased()
        return fields.contains { $0.id != excluded && $0.name.lowercased() == folded }
    }
}
