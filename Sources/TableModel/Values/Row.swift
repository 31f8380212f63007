/// One source row with the line on which it begins, counted from 1; the header is a line too.
///
/// Rows that do not come from a file are numbered from 1 in the order in which they come.
public struct Row: Sendable, Hashable {
    public let line: Int
    public var fields: Fields

    public init(line: Int, fields: Fields) {
        self.line = line
        self.fields = fields
    }
}
