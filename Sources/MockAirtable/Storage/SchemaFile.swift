import FoundationEssentials
import JSONText
import TableModel

/// A file that describes a base: its tables and fields, and records if it has them.
///
/// It is JSON of the form in which the service answers a schema (airtable-api.md 7.3), so that what was read from a real
/// base can be used as it is:
///
///     {"id": "app…", "name": "Sales", "tables": [
///       {"name": "Users", "fields": [{"name": "email", "type": "email"}, {"name": "age", "type": "number",
///        "options": {"precision": 0}}], "records": [{"fields": {"email": "jane@example.com", "age": 41}}]}]}
///
/// The base's `id` and `name`, all other ids and `records` may be left out. Ids that are given are kept; others are drawn
/// from the seed, so that the same file gives the same base.
struct SchemaFile: Sendable {
    let base: BaseID
    let name: String
    let tables: [TableDefinition]
    let records: [(table: TableID, record: StoredRecord)]

    /// What to tell a service so that it has the base.
    var changes: [ServiceChange] {
        [.base(base, name: name)] + tables.map { .table(base, $0) }
            + records.map { .record(base, $0.table, $0.record) }
    }

    /// Reads the file at `path`.
    ///
    /// - Parameter now: The time at which records without `createdTime` are made.
    init(path: String, configuration: ServiceConfiguration, now: ServiceInstant) throws(SchemaFileError) {
        guard let contents = FileManager.default.contents(atPath: path) else {
            let message = "It cannot be read. Check that it is there and that you may read it."
            throw SchemaFileError(path: path, problems: [.init(place: "", message: message)])
        }
        try self.init([UInt8](contents), path: path, configuration: configuration, now: now)
    }

    init(
        _ bytes: [UInt8], path: String, configuration: ServiceConfiguration, now: ServiceInstant
    ) throws(SchemaFileError) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            let place = "line \(error.line), column \(error.column)"
            throw SchemaFileError(path: path, problems: [.init(place: place, message: error.message)])
        }
        var reader = SchemaFileReader(configuration: configuration, now: now)
        reader.read(json)
        guard reader.problems.isEmpty, let base = reader.base else {
            throw SchemaFileError(path: path, problems: reader.problems)
        }
        self.base = base
        name = reader.name
        tables = reader.tables
        records = reader.records
    }
}
