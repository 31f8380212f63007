/// Which columns of a file are written, and to which fields.
struct ColumnChoice: Sendable, Hashable {
    struct Renaming: Sendable, Hashable {
        let column: String
        let field: String

        /// The column and the field of `column=field`; an equals sign in a column's name cannot be told and is taken as
        /// the end.
        init?(_ text: String) {
            guard let sign = text.firstIndex(of: "=") else { return nil }
            column = String(text[..<sign])
            field = String(text[text.index(after: sign)...])
            if column.isEmpty || field.isEmpty { return nil }
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
        try check(isWritten)
        var targets: [Target] = []
        var takenBy: [String: String] = [:]
        for (position, column) in columns.enumerated() where isWritten(column) {
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
            throw CommandError(.invalidSource, "No column of \(file) is left to be written.")
        }
        return targets
    }

    private func check(_ isWritten: (String) -> Bool) throws(CommandError) {
        for (place, renaming) in renamed.enumerated() {
            guard isWritten(renaming.column) else {
                throw CommandError(
                    .invalidSource,
                    "--map names the column \"\(renaming.column)\", which --\(only == nil ? "ignore" : "only") leaves out."
                )
            }
            if renamed[..<place].contains(where: { $0.column == renaming.column }) {
                throw CommandError(.invalidSource, "--map names the column \"\(renaming.column)\" twice.")
            }
        }
    }

    /// The names in a list separated by commas; the whole list if that is a column's name.
    private static func names(_ list: String, among columns: [String]) -> [String] {
        columns.contains(list) ? [list] : Wording.names(in: list)
    }
}
