import TableSync
import TabularFiles

/// What the user asked a push for.
struct PushRequest: Sendable {
    let path: String
    let format: TabularFormat?
    let csv: CSVOptions
    /// The table's name or id as said; nil to take the file's name.
    let table: String?
    /// The key's fields, by their names in the table; empty to append.
    let key: [String]
    let columns: ColumnChoice
    let createsTable: Bool
    let createsFields: Bool
    let typecast: Bool
    let onError: ErrorStrategy
    let isDryRun: Bool
    let isJSON: Bool

    /// The table's name: as said, or the file's name without folder and extension.
    ///
    /// - Throws: ``CommandError`` if standard input is pushed and no table was named.
    func tableName() throws -> String {
        if let table { return table }
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard path != "-", !name.isEmpty else {
            throw CommandError(.usage, "Standard input has no name that could be the table's. Say --table NAME.")
        }
        return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    }
}
