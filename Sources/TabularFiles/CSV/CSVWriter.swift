/// Writes rows of text as a CSV file (RFC 4180, UTF-8 without a byte order mark), in constant memory.
///
/// ```swift
/// var writer = try CSVWriter(ByteSink(path: "users.csv"), columns: ["email", "name"])
/// try writer.write(["ada@example.com", "Ada"])
/// try writer.finish()
/// ```
///
/// Cells are quoted only where they must be, so that ``CSVReader`` reads back exactly what was written, with the
/// delimiter detected too. The exception is U+0000, which it refuses in any file.
public struct CSVWriter: ~Copyable {
    /// What ends a row.
    public enum LineEnd: Sendable, Hashable {
        /// CR LF, as RFC 4180 has it.
        case crlf
        /// LF, as Unix tools have it.
        case lf
    }

    private var sink: ByteSink
    private let form: Form
    private let columnCount: Int
    /// What is quoted in rows besides what must be.
    private let othersInRows: [UInt8]

    /// Writes the header.
    ///
    /// - Throws: ``TabularError`` if a column has no name or two have the same, or if writing fails.
    public init(
        _ sink: consuming ByteSink, columns: [String], delimiter: CSVDelimiter = .comma, lineEnd: LineEnd = .crlf
    ) throws(TabularError) {
        if let flaw = HeaderFlaw(columns, delimiter: delimiter) {
            throw flaw.error(file: sink.name, line: nil, column: nil)
        }
        var sink = sink
        let form = Form(delimiter: delimiter.byte, lineEnd: lineEnd)
        // Detection goes by the header, where other delimiters are quoted too. Where the header is one name, it has no
        // delimiter to find, and rows must do without as well.
        let others = CSVDelimiter.candidates.map(\.byte)
        try form.write(columns, quoting: others, to: &sink)
        self.sink = sink
        self.form = form
        columnCount = columns.count
        othersInRows = columns.count == 1 ? others : []
    }

    /// Writes a row.
    ///
    /// - Precondition: There is a cell for each column.
    /// - Throws: ``TabularError`` if writing fails.
    public mutating func write(_ cells: [String]) throws(TabularError) {
        precondition(
            cells.count == columnCount, "A row of \(cells.count) cells was written under \(columnCount) columns.")
        try form.write(cells, quoting: othersInRows, to: &sink)
    }

    /// Writes what is still in memory, and closes the file.
    ///
    /// - Throws: ``TabularError`` if writing fails.
    public consuming func finish() throws(TabularError) { try sink.flush() }
}

/// How rows are put into bytes.
private struct Form {
    var delimiter: UInt8
    var lineEnd: CSVWriter.LineEnd

    func write(_ cells: [String], quoting others: [UInt8], to sink: inout ByteSink) throws(TabularError) {
        try sink.append { bytes in
            for (column, cell) in cells.enumerated() {
                if column > 0 { bytes.append(delimiter) }
                var cell = cell
                cell.withUTF8 { text in
                    // A row of one blank cell would be a blank line.
                    let isQuoted =
                        text.isEmpty ? cells.count == 1 : needsQuotes(text, others: others)
                    if isQuoted { Self.appendQuoted(text, to: &bytes) } else { bytes.append(contentsOf: text) }
                }
            }
            if lineEnd == .crlf { bytes.append(.carriageReturn) }
            bytes.append(.lineFeed)
        }
    }

    /// A byte order mark at the start of the file would be taken for one if it were not quoted; quoting it elsewhere
    /// does no harm.
    private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>, others: [UInt8]) -> Bool {
        text.starts(with: [0xEF, 0xBB, 0xBF])
            || text.contains {
                $0 == delimiter || $0 == .quote || $0 == .carriageReturn || $0 == .lineFeed || others.contains($0)
            }
    }

    private static func appendQuoted(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(.quote)
        for byte in text {
            if byte == .quote { bytes.append(.quote) }
            bytes.append(byte)
        }
        bytes.append(.quote)
    }
}
