package import TableModel

/// What the records are called that a source links to, and what it took to find that out.
package struct LinkedRecords: Sendable {
    /// The names, for the conversion of rows.
    package let names: LinkedNames
    /// Requests that were sent.
    package let requests: Int
    /// What should be known of it, as sentences.
    package let notes: [String]
    /// Of the columns that name records, by the names that rows have for them.
    private let converters: [String: CellConverter]

    init(
        names: LinkedNames = LinkedNames(), requests: Int = 0, notes: [String] = [],
        converters: [String: CellConverter] = [:]
    ) {
        self.names = names
        self.requests = requests
        self.notes = notes
        self.converters = converters
    }

    /// The row with ids in place of names, as far as each name is that of one record.
    ///
    /// A plan has to be made of such rows: what a row was when it was pushed tells whether it has changed since, and a name may
    /// be that of another record by then.
    package func resolved(_ row: Row) -> Row {
        guard !converters.isEmpty else { return row }
        var fields = row.fields
        for (column, converter) in converters {
            guard let value = fields[column], converter.needsNames(for: value),
                let ids = try? converter.value(from: value)
            else { continue }
            fields[column] = ids
        }
        return Row(line: row.line, fields: fields)
    }
}
