import TableModel

/// Compares what was sent with what is stored.
struct RowContent {
    let schema: TableSchema?

    /// The cells of a row in the form in which equal ones are equal; blank cells are left out.
    func canonical(_ fields: Fields) -> [String: CanonicalCell] {
        fields.reduce(into: [:]) { cells, cell in
            let form = CanonicalCell(cell.1, field: FieldSchema.orUntyped(cell.0, in: schema))
            if !form.isBlank { cells[cell.0] = form }
        }
    }

    /// Whether a record holds what the row `sent` wrote. Cells that the row did not mention do not count.
    func holds(_ record: Record, _ sent: Fields) -> Bool {
        sent.allSatisfy { name, value in
            let field = FieldSchema.orUntyped(name, in: schema)
            return CanonicalCell(record.fields[name], field: field) == CanonicalCell(value, field: field)
        }
    }
}

extension FieldSchema {
    /// The schema's field of that name; without a schema one of unknown type, whose values are taken as they are.
    static func orUntyped(_ name: String, in schema: TableSchema?) -> FieldSchema {
        schema?.field(name) ?? FieldSchema(id: FieldID(unchecked: ""), name: name, type: FieldType(""))
    }
}
