/// What makes a header unusable: columns without a name, or several of one name.
struct HeaderFlaw {
    private enum Kind {
        case unnamed(columns: [Int])
        case duplicate([(name: String, columns: [Int])])
    }

    private let kind: Kind
    private let delimiter: CSVDelimiter
    /// The column, from 0, at which the flaw shows first.
    let column: Int

    /// Looks for the flaw; nil if there is none. A name of nothing but blanks is no name.
    init?(_ names: [String], delimiter: CSVDelimiter) {
        self.delimiter = delimiter
        let unnamed = names.indices.filter { names[$0].allSatisfy(\.isWhitespace) }
        if let first = unnamed.first {
            kind = .unnamed(columns: unnamed)
            column = first
            return
        }
        var columns: [String: [Int]] = [:]
        for (column, name) in names.enumerated() { columns[name, default: []].append(column) }
        let repeated = columns.filter { $0.value.count > 1 }
            .map { (name: $0.key, columns: $0.value) }
            .sorted { $0.columns[0] < $1.columns[0] }
        guard let second = repeated.map({ $0.columns[1] }).min() else { return nil }
        kind = .duplicate(repeated)
        column = second
    }

    func error(file: String, line: Int?, column: Int?) -> TabularError {
        switch kind {
        case .unnamed(let columns):
            TabularError(
                .unnamedColumn, file: file, line: line, column: column,
                message: "\(Self.listed(columns)) of the header \(columns.count == 1 ? "has" : "have") no name",
                remedy:
                    "Give every column a name, or remove it; a \(delimiter.described) at the end of the line makes one."
            )
        case .duplicate(let repeated):
            TabularError(
                .duplicateColumn, file: file, line: line, column: column,
                message: "the header has "
                    + repeated.map { "\"\($0.name)\" in \(Self.listed($0.columns))" }
                    .joined(separator: "; "),
                remedy: "Give every column a name of its own, or remove those that are not wanted.")
        }
    }

    /// `column 3`, `columns 1 and 3`, `columns 1, 3 and 4`.
    private static func listed(_ columns: [Int]) -> String {
        let numbers = columns.map { String($0 + 1) }
        guard numbers.count > 1 else { return "column \(numbers[0])" }
        return "columns \(numbers.dropLast().joined(separator: ", ")) and \(numbers[numbers.count - 1])"
    }
}
