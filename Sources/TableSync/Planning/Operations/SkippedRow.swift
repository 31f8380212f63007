/// A row that is left out although nothing is wrong with its cells.
public struct SkippedRow: Sendable, Hashable {
    /// The line on which the row begins.
    public let line: Int
    /// The text of each field of the key.
    public let key: [String]
    /// The rule.
    public let reason: RowFailure

    package init(line: Int, key: [String], reason: RowFailure) {
        self.line = line
        self.key = key
        self.reason = reason
    }
}
