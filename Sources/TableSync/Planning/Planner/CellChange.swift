import TableModel

/// What must be written to make a record's cells equal to those of a row.
struct CellChange: Sendable, Hashable {
    /// The cells that differ, as the record has them; null for blank ones.
    let before: Fields
    /// The same cells as they are to be written; null for those that become blank.
    let after: Fields
    /// Whether the record holds all that the row says once this is written.
    let isWhole: Bool

    /// A field, with the form in which its cells are compared.
    struct Field: Sendable {
        let name: String
        let form: CanonicalForm

        init(_ schema: FieldSchema) {
            name = schema.name
            form = CanonicalForm(schema)
        }
    }

    /// - Parameters:
    ///   - record: The cells of the record; blank ones may be absent.
    ///   - row: The cells of the row; those that it does not mention stay as they are.
    ///   - fields: The fields that are compared.
    ///   - onlyFilling: Leaves cells alone that hold something.
    init(of record: Fields, to row: Fields, in fields: [Field], onlyFilling: Bool = false) {
        var names: [String] = []
        var before: [FieldValue] = []
        var after: [FieldValue] = []
        var isWhole = true
        for field in fields {
            guard let value = row[field.name] else { continue }
            let stored = record[field.name] ?? .null
            guard !field.form.isEqual(value, stored: stored) else { continue }
            if onlyFilling, field.form.form(of: stored) != .null {
                isWhole = false
                continue
            }
            names.append(field.name)
            before.append(stored.isBlank ? .null : stored)
            after.append(value.isBlank ? .null : value)
        }
        self.before = Fields(uniqueNames: names, values: before)
        self.after = Fields(uniqueNames: names, values: after)
        self.isWhole = isWhole
    }

    var isEmpty: Bool { after.isEmpty }
}
