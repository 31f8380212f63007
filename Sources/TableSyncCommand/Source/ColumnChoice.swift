/// Which columns of a file are written, and to which fields.
struct ColumnChoice: Sendable, Hashable {
    /// What `--map` says: `column=field`.
    struct Renaming: Sendable, Hashable {
        private let text: String

        init?(_ text: String) {
            self.text = text
            if readings.isEmpty { return nil }
        }

        /// What may be meant: the text parted at each equals sign that has something on both sides.
        private var readings: [(column: String, field: String)] {
            text.indices.filter { text[$0] == "=" }
                .map { (String(text[..<$0]), String(text[text.index(after: $0)...])) }
                .filter { !$0.column.isEmpty && !$0.field.isEmpty }
        }

        /// Parts the text at the last equals sign before which a column of the file stands, so that a column's name may have
        /// some; at the first if none does.
        func reading(among columns: [String]) -> (column: String, field: String) {
            let readings = readings
            return readings.last { columns.contains($0.column) } ?? readings[0]
        }
    }

    /// A column that is written, and the field it is written to.
    struct Target: Sendable, Hashable {
        /// The column's place in the file.
        let position: Int
        let column: String
        let field: String
        /// Whether an option names the column, so that it must not be left out in silence.
        var isNamed = false
    }

    var renamed: [Renaming] = []
    /// The columns to write, each text a name or names separated by commas; nil for all.
    var only: [String]?
    /// The columns to leave out, in the same form.
    var ignored: [String] = []

    /// The targets for a file's columns, in the file's order.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if an option names a column that the file does not have, if the options
    ///   contradict each other, or if two columns go to one field.
    func targets(of columns: [String], in file: String) throws(CommandError) -> [Target] {
        let renamed = renamed.map { $0.reading(among: columns) }
        let only = only.map { $0.flatMap { Self.names($0, among: columns) } }
        let ignored = ignored.flatMap { Self.names($0, among: columns) }
        let named = renamed.map { ($0.column, "--map") } + (only ?? []).map { ($0, "--only") }
        for (column, option) in named + ignored.map({ ($0, "--ignore") }) where !columns.contains(column) {
            throw CommandError(
                .invalidSource,
                "\(option) names the column \"\(column)\", which \(file) does not have. It has "
                    + "\(Wording.several(columns)).")
        }
        let isWritten = { (column: String) in only?.contains(column) ?? !ignored.contains(column) }
        try check(renamed.map(\.column), isWritten)
        var targets: [Target] = []
        var takenBy: [String: String] = [:]
        for (position, column) in columns.enumerated() where isWritten(column) && !isReport(column, named) {
            let renaming = renamed.first { $0.column == column }
            let field = renaming?.field ?? column
            if let other = takenBy.updateValue(column, forKey: field) {
                throw CommandError(
                    .invalidSource,
                    "The columns \"\(other)\" and \"\(column)\" of \(file) would both be written to the field "
                        + "\"\(field)\". Leave one of them out with --ignore.")
            }
            targets.append(
                Target(position: position, column: column, field: field, isNamed: renaming != nil || only != nil))
        }
        guard !targets.isEmpty else {
            throw CommandError(
                .invalidSource,
                columns.isEmpty
                    ? "The objects of \(file) have no members, so there is no column to write."
                    : "--\(only == nil ? "ignore" : "only") leaves no column of \(file) to be written.")
        }
        return targets
    }

    /// The columns that a file of failed rows has of its own, and that are not written since no option names them.
    func reports(among columns: [String]) -> [String] {
        let named =
            renamed.map { $0.reading(among: columns).column } + (only ?? []).flatMap { Self.names($0, among: columns) }
        return columns.filter { FailedFile.columns.contains($0) && !named.contains($0) }
    }

    private func isReport(_ column: String, _ named: [(String, String)]) -> Bool {
        FailedFile.columns.contains(column) && !named.contains { $0.0 == column }
    }

    private func check(_ renamed: [String], _ isWritten: (String) -> Bool) throws(CommandError) {
        for (place, column) in renamed.enumerated() {
            guard isWritten(column) else {
                throw CommandError(
                    .invalidSource,
                    "--map names the column \"\(column)\", which --\(only == nil ? "ignore" : "only") leaves out.")
            }
            if renamed[..<place].contains(column) {
                throw CommandError(.invalidSource, "--map names the column \"\(column)\" twice.")
            }
        }
    }

    /// The names in a list separated by commas; the whole list if that is a column's name.
    private static func names(_ list: String, among columns: [String]) -> [String] {
        columns.contains(list) ? [list] : Wording.names(in: list)
    }
}
