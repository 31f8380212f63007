import JSONText
import TableModel

/// Gives the cells of a file's rows the names of their fields, and leaves out the columns that are not written.
struct RowNaming: Sendable {
    private let targets: [ColumnChoice.Target]
    private let columns: [String]
    private let fields: [String]

    /// - Parameters:
    ///   - targets: The columns that are written.
    ///   - columns: All columns of the file.
    init(_ targets: [ColumnChoice.Target], of columns: [String]) {
        self.targets = targets
        self.columns = columns
        fields = targets.map(\.field)
    }

    /// The row with its fields' names. A column that the row does not have, as may be in JSON, is not mentioned.
    func named(_ row: Row) -> Row {
        if row.fields.names == columns {
            let values = targets.map { row.fields.values[$0.position] }
            return Row(line: row.line, fields: Fields(uniqueNames: fields, values: values))
        }
        let cells = targets.compactMap { target in row.fields[target.column].map { (target.field, $0) } }
        return Row(line: row.line, fields: Fields(uniqueNames: cells.map { $0.0 }, values: cells.map { $0.1 }))
    }

    /// Stands for all that decides how a raw row becomes cells, the fields themselves apart.
    func conversion(typecast: Bool) -> String {
        let pairs = targets.map { JSONValue.array([.string($0.column), .string($0.field)]) }
        return JSONValue.object(["columns": .array(pairs), "typecast": .bool(typecast)]).text
    }
}
