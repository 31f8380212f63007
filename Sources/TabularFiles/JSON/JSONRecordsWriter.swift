public import JSONText
public import TableModel

/// Writes rows as a JSON array of objects, one object on a line, in constant memory.
///
/// Names and values stand in the order in which the rows have them. Numbers are written as the shortest text that reads
/// back as the same double; those that are not finite as `null`.
public struct JSONRecordsWriter: ~Copyable, TabularWriter {
    private var sink: ByteSink
    private var isEmpty = true

    /// Makes a writer that owns its sink.
    public init(_ sink: consuming ByteSink) { self.sink = sink }

    /// Writes a row.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public mutating func write(_ fields: Fields) throws(TabularError) {
        try write { fields.write(into: &$0) }
    }

    /// Writes an object as it is.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public mutating func write(_ object: JSONObject) throws(TabularError) {
        try write { JSONValue.object(object).write(into: &$0) }
    }

    /// Ends the array, writes what is still in memory, and closes the file.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public consuming func finish() throws(TabularError) {
        let isEmpty = isEmpty
        try sink.append { $0.append(contentsOf: (isEmpty ? "[]\n" : "\n]\n").utf8) }
        try sink.flush()
    }

    private mutating func write(_ body: (inout [UInt8]) -> Void) throws(TabularError) {
        let start = isEmpty ? "[\n" : ",\n"
        isEmpty = false
        try sink.append { bytes in
            bytes.append(contentsOf: start.utf8)
            body(&bytes)
        }
    }
}
