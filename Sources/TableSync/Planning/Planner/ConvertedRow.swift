public import TableModel

/// A row of the source as it would be sent.
public struct ConvertedRow: Sendable, Hashable {
    /// The cells that the row mentions and that could be converted, by the names of their fields. All of them are managed
    /// fields; a cell that the row does not mention stays as it is.
    public var fields: Fields
    /// What is wrong with the others.
    public var problems: [CellProblem]

    /// Makes a row of what could be converted and what could not.
    public init(fields: Fields, problems: [CellProblem] = []) {
        self.fields = fields
        self.problems = problems
    }
}
