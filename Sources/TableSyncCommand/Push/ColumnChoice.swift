/// Which columns of a file are written, and to which fields.
struct ColumnChoice: Sendable, Hashable {
    struct Renaming: Sendable, Hashable {
        let column: String
        let field: String
    }

    /// A column that is written, and the field it is written to.
    struct Target: Sendable, Hashable {
        /// The column's place in the file.
        let position: Int
        let column: String
        let field: String
    }

    var renamed: [Renaming] = []
    /// The columns to write; nil for all.
    var only: [String]?
    var ignored: [String] = []

    /// The targets for a file's columns, in the file's order.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if an option names a column that the file does not have, or if two
    ///   columns go to one field.
    func targets(of columns: [String], in file: String) throws(CommandError) -> [Target] {
        let named = renamed.map { ($0.column, "--map") } + (only ?? []).map { ($0, "--only") }
        for (column, option) in named + ignored.map({ ($0, "--ignore") }) where !columns.contains(column) {
            throw CommandError(
                .invalidSource,
                "\(option) names the column \"\(column)\", which \(file) does not have. It has "
                    + "\(Wording.quoted(columns)).")
        }
        var targets: [Target] = []
        for (position, column) in columns.enumerated() where isWritten(column) {
            let field = renamed.first { $0.column == column }?.field ?? column
            if let other = targets.first(where: { $0.field == field }) {
                throw CommandError(
                    .invalidSource,
                    "The columns \"\(other.column)\" and \"\(column)\" of \(file) would both be written to the field "
                        + "\"\(field)\". Leave one of them out with --ignore.")
            }
            targets.append(Target(position: position, column: column, field: field))
        }
        guard !targets.isEmpty else {
            throw CommandError(.invalidSource, "No column of \(file) is left to be written.")
        }
        return targets
    }

    private func isWritten(_ column: String) -> Bool { only?.contains(column) ?? !ignored.contains(column) }
}
