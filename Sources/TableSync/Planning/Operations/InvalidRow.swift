/// A row that cannot be written, with everything that is wrong with it.
public struct InvalidRow: Sendable, Hashable {
    /// The line on which the row begins.
    public let line: Int
    /// The text of each field of the key; empty if the row has no usable key.
    public let key: [String]
    /// At least one.
    public let problems: [RowFailure]

    package init(line: Int, key: [String], problems: [RowFailure]) {
        self.line = line
        self.key = key
        self.problems = problems
    }
}
