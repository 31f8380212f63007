public import TableModel

/// Writes rows in one of the formats: ``CSVRecordsWriter``, ``JSONRecordsWriter`` or ``JSONLinesWriter``.
public protocol TabularWriter: ~Copyable {
    /// Writes a row.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    mutating func write(_ fields: Fields) throws(TabularError)

    /// Writes what is still in memory, and closes the file. Without it the last rows are lost.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    consuming func finish() throws(TabularError)
}
