package import TableModel

/// The columns in which a source names linked records by their primary texts.
///
/// What such a cell means can change while the row stays as it is: somebody renames a record, or the service makes one of that
/// name. So these cells are no part of what a row is remembered by; they are compared with those of its record each time.
package struct NamedLinks: Sendable {
    private struct Column: Sendable {
        var name: String
        var converter: CellConverter
    }

    private let columns: [Column]

    /// - Parameter columns: Link fields, with the names that rows have for them.
    package init(_ columns: [(column: String, field: FieldSchema)] = []) {
        self.columns = columns.map { Column(name: $0, converter: CellConverter(field: $1)) }
    }

    /// Whether no row can name a record.
    var isEmpty: Bool { columns.isEmpty }

    /// The row with a mark in place of each cell that names records; nil if none does.
    func withoutNames(_ row: Row) -> Row? {
        guard !columns.isEmpty else { return nil }
        let fields = row.fields
        var marked: Fields?
        for column in columns {
            guard let cell = fields[column.name], column.converter.needsNames(for: cell) else { continue }
            // No link cell of a source is true.
            marked = marked ?? fields
            marked?[column.name] = true
        }
        return marked.map { Row(line: row.line, fields: $0) }
    }

    /// Those of a converted row's cells that may have been names.
    func links(of cells: Fields) -> Fields {
        let names = columns.map(\.converter.field.name).filter { cells[$0] != nil }
        return Fields(uniqueNames: names, values: names.map { cells[$0] ?? .null })
    }
}
