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

    /// Whether a record is what writing the row `sent` made of it: it can be, and a cell tells so.
    func isMade(_ record: Record, by sent: Fields) -> Bool {
        holds(record, sent) || (canBe(record, madeBy: sent) && sent.contains { form(of: $0).isTelling($1) })
    }

    /// Whether a record can be what writing the row `sent` made of it, for all that is known of how the service stores cells.
    func canBe(_ record: Record, madeBy sent: Fields) -> Bool {
        sent.allSatisfy { name, value in form(of: name).canBe(record.fields[name], written: value) }
    }

    /// Whether a record holds nothing but cells that the row `sent` mentions, and computed ones, so that nobody else has written into it;
    /// true without a schema, which nobody can tell then.
    func holdsOnly(_ record: Record, _ sent: Fields) -> Bool {
        guard let schema else { return true }
        return canonical(record.fields).keys.allSatisfy { name in
            sent[name] != nil || schema.field(name)?.type.isComputed ?? true
        }
    }

    private func form(of name: String) -> CanonicalForm { CanonicalForm(FieldSchema.orUntyped(name, in: schema)) }

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
