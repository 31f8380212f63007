/// Why a file could not be read or written, and what to do about it.
///
/// ``description`` is a sentence for people: *users.csv, line 37, column 12: a quote was opened and never closed. Close
/// it, or …*. ``code`` is for programs.
public struct TabularError: Error, Sendable, Hashable {
    /// What kind of problem it is; new kinds may be added.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code as it is logged, such as `short-row`.
        public let rawValue: String
        /// Makes a code of any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The file could not be opened: absent, not allowed, a folder.
        public static let cannotOpen = Code(rawValue: "cannot-open")
        /// The system reported an error while bytes were read.
        public static let cannotRead = Code(rawValue: "cannot-read")
        /// The system reported an error while bytes were written: disk full, reader gone.
        public static let cannotWrite = Code(rawValue: "cannot-write")
        /// The file is not the one that was opened first, or was written to meanwhile.
        public static let changed = Code(rawValue: "changed")
        /// Neither the name nor the caller says whether it is CSV or JSON.
        public static let unknownFormat = Code(rawValue: "unknown-format")
        /// A CSV file without a header line.
        public static let empty = Code(rawValue: "empty")
        /// Bytes that are not UTF-8.
        public static let invalidUTF8 = Code(rawValue: "invalid-utf8")
        /// A zero byte in a text file.
        public static let zeroByte = Code(rawValue: "zero-byte")
        /// A column without a name.
        public static let unnamedColumn = Code(rawValue: "unnamed-column")
        /// Two columns of one name.
        public static let duplicateColumn = Code(rawValue: "duplicate-column")
        /// More columns than the limit.
        public static let tooManyColumns = Code(rawValue: "too-many-columns")
        /// Fewer cells than the header has columns.
        public static let shortRow = Code(rawValue: "short-row")
        /// More cells than the header has columns.
        public static let longRow = Code(rawValue: "long-row")
        /// A quoted cell without its closing quote.
        public static let unterminatedQuote = Code(rawValue: "unterminated-quote")
        /// Something other than a delimiter or the end of the line after a closing quote.
        public static let textAfterQuote = Code(rawValue: "text-after-quote")
        /// A quote that would open a cell but for the blanks before it.
        public static let blankBeforeQuote = Code(rawValue: "blank-before-quote")
        /// A cell longer than the limit.
        public static let cellTooLong = Code(rawValue: "cell-too-long")
        /// A row longer than the limit.
        public static let rowTooLong = Code(rawValue: "row-too-long")
        /// A text that is not JSON, or not an array of values or lines of values.
        public static let invalidJSON = Code(rawValue: "invalid-json")
        /// A JSON element that is not an object.
        public static let notAnObject = Code(rawValue: "not-an-object")
        /// A JSON number beyond the range of a double.
        public static let numberOutOfRange = Code(rawValue: "number-out-of-range")
    }

    /// What kind of problem it is.
    public var code: Code
    /// The path as the caller gave it, or `standard input`, `standard output`.
    public var file: String
    /// The physical line of the problem, counted from 1; nil when the problem has no place.
    public var line: Int?
    /// The place within the line in Unicode scalars, counted from 1 (a byte order mark is not counted).
    public var column: Int?
    /// What was found: a clause that begins small and has no full stop.
    public var message: String
    /// What to do about it: one sentence or more; empty when nothing sensible can be said.
    public var remedy: String

    /// Whether it is about the number of cells of one row (``Code/shortRow``, ``Code/longRow``), so that the rows behind
    /// that can be read.
    public var concernsOneRow: Bool { code == .shortRow || code == .longRow }

    /// Makes an error; the parts are put together by ``description``.
    public init(
        _ code: Code, file: String, line: Int? = nil, column: Int? = nil, message: String, remedy: String = ""
    ) {
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.remedy = remedy
    }
}

extension TabularError: CustomStringConvertible {
    /// File, line, column, message and remedy in one line.
    public var description: String {
        var text = file
        if let line { text += ", line \(line)" }
        if let column { text += ", column \(column)" }
        text += ": \(message)."
        return remedy.isEmpty ? text : "\(text) \(remedy)"
    }
}
