import TableModel

/// Turns the rows of a file into rows for a table: the chosen columns, by their fields' names, with values that fit.
struct RowConverter: Sendable {
    private let targets: [(target: ColumnChoice.Target, converter: CellConverter)]
    private let columns: [String]
    private let fieldNames: [String]

    /// - Parameter schema: Has a field for each target.
    init(targets: [ColumnChoice.Target], columns: [String], schema: TableSchema, typecast: Bool) {
        self.targets = targets.compactMap { target in
            schema.field(target.field).map { (target, CellConverter(field: $0, typecast: typecast)) }
        }
        self.columns = columns
        fieldNames = self.targets.map(\.converter.field.name)
    }

    /// The row as it is sent. A column that the row does not have, as may be in JSON, is not mentioned and stays as it is.
    ///
    /// - Returns: The row, or everything that is wrong with it.
    func convert(_ row: Row) -> Result<Row, RowProblems> {
        var problems: [CellProblem] = []
        var values: [FieldValue] = []
        values.reserveCapacity(targets.count)
        var names: [String]?
        let isWhole = row.fields.names == columns
        for (target, converter) in targets {
            guard let source = isWhole ? row.fields.values[target.position] : row.fields[target.column] else {
                if names == nil { names = Array(fieldNames.prefix(values.count)) }
                continue
            }
            do throws(CellProblem) {
                values.append(try converter.value(from: source))
                names?.append(converter.field.name)
            } catch {
                problems.append(error)
                values.append(.null)
                names?.append(converter.field.name)
            }
        }
        guard problems.isEmpty else { return .failure(RowProblems(problems: problems)) }
        return .success(Row(line: row.line, fields: Fields(uniqueNames: names ?? fieldNames, values: values)))
    }
}
