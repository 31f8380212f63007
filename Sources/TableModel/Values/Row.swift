/// One source row with the line on which it begins, counted from 1; the header is a line too.
///
/// Rows that do not come from a file are numbered from 1 in the order in which they come.
public struct Row: Sendable, Hashable {
    /// Where the row begins in its source, from 1.
    public let line: Int
    /// The row's cells by column name.
    public var fields: Fields
    /// Why the row could not be read, if it could not; it then has no cells.
    package private(set) var flaw: Flaw?

    /// Makes a row.
    public init(line: Int, fields: Fields) {
        self.line = line
        self.fields = fields
    }

    /// Makes a row that could not be read.
    package init(line: Int, flaw: Flaw) {
        self.init(line: line, fields: Fields())
        self.flaw = flaw
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
