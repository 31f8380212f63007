/// Says why a text could not be read as JSON, and where.
///
/// The position is that of the byte that cannot stand where it stands; for a text that ends too early it is the end.
public struct JSONReadError: Error, Sendable, Hashable {
    /// What is wrong and what would be right, in whole sentences that do not repeat the position.
    public let message: String

    /// The number of bytes before the fault, counted from the start of the text or of the whole stream.
    public let offset: Int

    /// The line of the fault, from 1. A line ends with a line feed.
    public let line: Int

    /// The place of the fault in its line, from 1, in Unicode scalars; a tab counts as one.
    public let column: Int

    init(_ problem: JSONProblem, at position: TextPosition) {
        message = problem.message
        offset = position.offset
        line = position.line
        column = position.column
    }
}

extension JSONReadError: CustomStringConvertible {
    /// The position and the message, in one line.
    public var description: String { "Cannot read JSON at line \(line), column \(column) (byte \(offset)). \(message)" }
}
