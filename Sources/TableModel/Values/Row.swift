/// One source row with the line on which it begins, counted from 1; the header is a line too.
///
/// Rows that do not come from a file are numbered from 1 in the order in which they come.
public struct Row: Sendable, Hashable {
    /// Where the row begins in its source, from 1.
    public let line: Int
    /// The row's cells by column name.
    public var fields: Fields

    /// Makes a row.
    public init(line: Int, fields: Fields) {
        self.line = line
        self.fields = fields
    }
}
