/// Failed rows as people read them: neighbours that failed for one reason are told together, and after the first hundred
/// lines the rest is counted only.
///
/// It holds the last rows back, because the next might belong to them, and gives the lines that are to be written.
struct FailedRows {
    /// How many lines there are at most.
    static let linesShown = 100

    private let file: String
    private var linesTold = 0
    private var group: (first: Int, last: Int, rows: Int, message: String)?

    /// - Parameter file: How the file is called.
    init(of file: String) { self.file = file }

    /// Takes a row.
    ///
    /// - Returns: What to write about those before it; nil for nothing.
    mutating func add(line: Int, _ message: String) -> String? {
        if let group, group.message == message {
            self.group = (group.first, line, group.rows + 1, message)
            return nil
        }
        let told = flush()
        group = (line, line, 1, message)
        return told
    }

    /// What to write about the rows that have been held back; nil for nothing.
    mutating func flush() -> String? {
        guard let group else { return nil }
        self.group = nil
        linesTold += 1
        guard linesTold <= Self.linesShown else {
            return linesTold == Self.linesShown + 1
                ? "Further problems are counted only; --json names them all." : nil
        }
        let lines =
            group.rows == 1
            ? "line \(group.first)" : "\(Wording.count(group.rows, "row")) on lines \(group.first) to \(group.last)"
        return "\(file), \(lines): \(group.message)"
    }
}
