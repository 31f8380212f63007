/// Failed rows as people read them: neighbours that failed for one reason are told together, and after the first hundred
/// lines the rest is counted only.
///
/// It holds the last rows back, because the next might belong to them, and gives the lines that are to be written.
struct FailedRows {
    /// How many lines there are at most.
    static let linesShown = 100

    private enum Kind { case line, operation }

    private let file: String
    private var linesTold = 0
    private var group: Group?

    /// Neighbours that failed for one reason.
    private struct Group {
        let kind: Kind
        let message: String
        /// The first lines: all that are named.
        private var lines: [Int]
        private var last: Int
        private var count = 1

        init(_ kind: Kind, _ line: Int, _ message: String) {
            self.kind = kind
            self.message = message
            lines = [line]
            last = line
        }

        mutating func add(_ line: Int) {
            if lines.count < 5 { lines.append(line) }
            last = line
            count += 1
        }

        /// Such as `line 2`, `10 rows on lines 2 to 11`, or `3 rows on lines 2, 15 and 57`; `operation 2`, `operations 2 to 11`.
        var place: String {
            guard count > 1 else { return "\(kind == .line ? "line" : "operation") \(last)" }
            let rows = kind == .line ? "\(Wording.count(count, "row")) on lines " : "operations "
            if last - lines[0] == count - 1 { return rows + "\(lines[0]) to \(last)" }
            let rest = count - lines.count
            return rows
                + Wording.list(
                    lines.map(String.init) + (rest > 0 ? ["\(Wording.count(rest)) more, the last on \(last)"] : []))
        }
    }

    /// - Parameter file: How the file is called.
    init(of file: String) { self.file = file }

    /// Takes a row.
    ///
    /// - Returns: What to write about those before it; nil for nothing.
    mutating func add(line: Int, _ message: String) -> String? { add(.line, line, message) }

    /// The same for a row whose line is not known, or a record that no row names; `operation` is its place in the run, from 1.
    mutating func add(operation: Int, _ message: String) -> String? { add(.operation, operation, message) }

    private mutating func add(_ kind: Kind, _ number: Int, _ message: String) -> String? {
        if let group, group.kind == kind, group.message == message {
            self.group?.add(number)
            return nil
        }
        let told = flush()
        group = Group(kind, number, message)
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
        return "\(file), \(group.place): \(group.message)"
    }
}
