public import TableModel

/// Writes records as CSV that can be pushed again unchanged, in constant memory: a column for each field, and cells as
/// `CellText` writes them.
public struct CSVRecordsWriter: ~Copyable, TabularWriter {
    private var writer: CSVWriter
    private let columns: [(name: String, text: CellText)]

    /// Writes the header.
    ///
    /// - Parameter fields: The columns, in their order.
    /// - Throws: ``TabularError`` if a field has no name or two have the same, or if writing fails.
    public init(
        _ sink: consuming ByteSink, fields: [FieldSchema], delimiter: CSVDelimiter = .comma
    ) throws(TabularError) {
        writer = try CSVWriter(sink, columns: fields.map(\.name), delimiter: delimiter)
        columns = fields.map { ($0.name, CellText(field: $0)) }
    }

    /// Writes a row: the cells of the columns, blank where there is none.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public mutating func write(_ fields: Fields) throws(TabularError) {
        try writer.write(columns.map { $0.text.text(of: fields[$0.name]) })
    }

    /// Writes what is still in memory, and closes the file.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public consuming func finish() throws(TabularError) { try writer.finish() }
}
