public import JSONText
public import TableModel

/// Writes rows as JSON Lines (NDJSON): one object on a line, in constant memory.
///
/// Names and values are written as by ``JSONRecordsWriter``.
public struct JSONLinesWriter: ~Copyable, TabularWriter {
    private var sink: ByteSink

    /// Makes a writer that owns its sink.
    public init(_ sink: consuming ByteSink) { self.sink = sink }

    /// Writes a row.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public mutating func write(_ fields: Fields) throws(TabularError) {
        try sink.append { bytes in
            fields.write(into: &bytes)
            bytes.append(.lineFeed)
        }
    }

    /// Writes an object as it is.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public mutating func write(_ object: JSONObject) throws(TabularError) {
        try sink.append { bytes in
            JSONValue.object(object).write(into: &bytes)
            bytes.append(.lineFeed)
        }
    }

    /// Writes what is still in memory, and closes the file.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public consuming func finish() throws(TabularError) { try sink.flush() }
}
