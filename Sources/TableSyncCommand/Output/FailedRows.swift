/// Failed rows as people read them: neighbours that failed for one reason are told together, and after the first hundred
/// lines the rest is counted only.
///
/// It holds the last rows back, because the next might belong to them, and gives the lines that are to be written.
struct FailedRows {
    /// How many lines there are at most.
    static let linesShown = 100

    private let file: String
    private var linesTold = 0
    private var group: Group?

    /// Neighbours that failed for one reason.
    private struct Group {
        let message: String
        /// The first lines: all that are named.
        private var lines: [Int]
        private var last: Int
        private var count = 1

        init(line: Int, _ message: String) {
            self.message = message
            lines = [line]
            last = line
        }

        mutating func add(_ line: Int) {
            if lines.count < 5 { lines.append(line) }
            last = line
            count += 1
        }

        /// Such as `line 2`, `10 rows on lines 2 to 11`, or `3 rows on lines 2, 15 and 57`.
        var place: String {
            guard count > 1 else { return "line \(last)" }
            let rows = "\(Wording.count(count, "row")) on lines "
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
    mutating func add(line: Int, _ message: String) -> String? {
        if let group, group.message == message {
            self.group?.add(line)
            return nil
        }
        let told = flush()
        group = Group(line: line, message)
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
