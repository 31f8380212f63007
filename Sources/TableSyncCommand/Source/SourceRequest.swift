import TableSync
import TabularFiles

/// What the user asked for: the rows, the table that they go to, and how.
struct SourceRequest: Sendable {
    let path: String
    var format: TabularFormat?
    var csv = CSVOptions()
    /// The table's name or id.
    let table: String
    /// The key's fields, by their names in the table; empty to append.
    var key: [String] = []
    var columns = ColumnChoice()
    var createsTable = false
    var createsFields = false
    var typecast = false
    /// Whether attachments are compared by the names of their files; otherwise those of rows with a key are left out.
    var comparesAttachments = false
    var onError = ErrorStrategy.stop
    /// After how many failed rows to stop although the others are to be written; nil for any number.
    var maxErrors: Int?
    var isDryRun = false

    /// Whether so many rows that cannot be written keep the others from being written.
    func isStopped(byInvalid count: Int) -> Bool {
        count > 0 && (onError != .continue || maxErrors.map { count >= $0 } ?? false)
    }

    /// What to do about rows that cannot be written.
    func remedy(forInvalid count: Int) -> String {
        let them = count == 1 ? "it" : "them"
        return onError != .continue
            ? "Mend \(them), or say --on-error continue to write the other rows."
            : "Mend \(them), or allow more with --max-errors."
    }

    /// The table's name if none was said: the file's without folder and extension; nil if it has none.
    static func tableName(ofFile path: String) -> String? {
        guard path != "-", let file = path.split(separator: "/").last else { return nil }
        let name = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? String(file)
        return name.isEmpty ? nil : name
    }
}
