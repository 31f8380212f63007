/// One source row with the line on which it begins, counted from 1; the header is a line too.
///
/// Rows that do not come from a file are numbered from 1 in the order in which they come.
public struct Row: Sendable {
    /// Where the row begins in its source, from 1.
    public let line: Int
    private var content: Content

    private enum Content: Sendable {
        case fields(Fields)
        case texts(any RowTexts, index: Int)
        case flaw(Flaw)
    }

    /// Makes a row.
    public init(line: Int, fields: Fields) {
        self.line = line
        content = .fields(fields)
    }

    /// Makes a row that could not be read.
    package init(line: Int, flaw: Flaw) {
        self.line = line
        content = .flaw(flaw)
    }

    /// Makes a row whose cells are made when they are asked for, each time they are; see ``withCells()``. As long as it is
    /// there, so are all of `texts`.
    package init(line: Int, index: Int, of texts: any RowTexts) {
        self.line = line
        content = .texts(texts, index: index)
    }

    /// The row's cells by column name.
    public var fields: Fields {
        get {
            switch content {
            case .fields(let fields): fields
            case .texts(let texts, let index):
                Fields(uniqueNames: texts.columns, values: texts.values(ofRow: index))
            case .flaw: Fields()
            }
        }
        set { content = .fields(newValue) }
    }

    /// Why the row could not be read, if it could not; it then has no cells.
    package var flaw: Flaw? { if case .flaw(let flaw) = content { flaw } else { nil } }

    /// The names of the row's cells, in order.
    package var columns: [String] {
        switch content {
        case .fields(let fields): fields.names
        case .texts(let texts, _): texts.columns
        case .flaw: []
        }
    }

    /// The same row with its cells made, once for all, so that it holds on to nothing else.
    package func withCells() -> Row {
        guard case .texts = content else { return self }
        return Row(line: line, fields: fields)
    }

    /// Appends the raw encodings of the cells that stand at `places` in the order of ``columns``, without making them.
    package func encodeRaw(_ places: [Int], into bytes: inout [UInt8]) {
        switch content {
        case .fields(let fields): for place in places { fields.values[place].encodeRaw(into: &bytes) }
        case .texts(let texts, let index):
            texts.encodeRaw(places, ofRows: index..<index + 1) { bytes.append(contentsOf: $0) }
        case .flaw: break
        }
    }

    /// What keeps a row, and no other, from being read.
    package struct Flaw: Sendable, Hashable {
        /// The kind of flaw as programs read it, such as `short-row`.
        package let code: String
        /// What was found and what to do about it, as sentences.
        package let message: String

        package init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }
}

extension Row: Hashable {
    /// Equal when the lines, the cells and the flaws are, whether or not the cells have been made.
    public static func == (left: Row, right: Row) -> Bool {
        left.line == right.line && left.flaw == right.flaw && left.fields == right.fields
    }

    /// Hashes the line and the cells.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(line)
        hasher.combine(fields)
    }
}
