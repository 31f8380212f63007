import AirtableAPI
import FoundationEssentials
import TableModel
import TabularFiles

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writes the records of a table, page by page.
struct PullJob {
    let connection: Connection
    let table: String
    let format: TabularFormat
    let view: String?
    let formula: String?
    let console: Console

    /// Writes to a file, or to standard output if `path` is nil. A file is written beside its place and moved there when it
    /// is complete, so that a failed pull leaves the old one.
    ///
    /// - Returns: How many records there were.
    func write(to path: String?) async throws -> Int {
        let schema = try await schema()
        guard let path else { return try await write(schema, into: standardOutput()) }
        let draft = path + ".tablesync-part"
        let sink: ByteSink
        do {
            sink = try ByteSink(path: draft)
        } catch {
            throw CommandError(.cannotWrite, "\(error)")
        }
        do {
            let count = try await write(schema, into: sink)
            guard rename(draft, path) == 0 else {
                throw CommandError(
                    .cannotWrite, "\(draft) could not be moved to \(path): \(String(cString: strerror(errno))).")
            }
            return count
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// Standard output. What went wrong with it the console knows.
    private func standardOutput() -> ByteSink {
        ByteSink(name: "standard output") { [console] bytes throws(TabularError) in
            console.data(bytes)
            if let problem = console.dataProblem {
                throw TabularError(.cannotWrite, file: "standard output", message: problem)
            }
        }
    }

    private func schema() async throws -> TableSchema {
        let base = connection.base.id
        let tables = try await connection.schema()
        guard let found = tables.first(where: { $0.id.rawValue == table }) ?? tables.first(where: { $0.name == table })
        else {
            let there = tables.isEmpty ? "It has no tables." : "It has \(Wording.several(tables.map(\.name)))."
            throw CommandError(.schemaMismatch, "The base \(base) has no table \"\(table)\". \(there)")
        }
        return found
    }

    private func write(_ schema: TableSchema, into sink: consuming ByteSink) async throws -> Int {
        var selection = RecordSelection()
        selection.view = view
        selection.filter = formula.map(RecordQuery.Filter.formula) ?? .all
        let records = connection.base.table(schema.id.rawValue).titled("\"\(schema.name)\"").records(selection)
        switch format {
        case .json: return try await writeJSON(records, schema, JSONRecordsWriter(sink))
        case .jsonLines: return try await writeLines(records, schema, JSONLinesWriter(sink))
        default: return try await writeCSV(records, schema, sink)
        }
    }

    private func writeCSV(
        _ records: RecordSequence, _ schema: TableSchema, _ sink: consuming ByteSink
    ) async throws -> Int {
        var writer = try CSVWriter(
            sink, columns: schema.fields.map(\.name), delimiter: format == .tsv ? .tab : .comma)
        let texts = schema.fields.map { (name: $0.name, text: CellText(field: $0)) }
        var count = 0
        for try await record in records {
            try writer.write(texts.map { $0.text.text(of: record.fields[$0.name]) })
            count += 1
        }
        try writer.finish()
        return count
    }

    private func writeJSON(
        _ records: RecordSequence, _ schema: TableSchema, _ writer: consuming JSONRecordsWriter
    ) async throws -> Int {
        var writer = writer
        var count = 0
        for try await record in records {
            try writer.write(Self.ordered(record, schema))
            count += 1
        }
        try writer.finish()
        return count
    }

    private func writeLines(
        _ records: RecordSequence, _ schema: TableSchema, _ writer: consuming JSONLinesWriter
    ) async throws -> Int {
        var writer = writer
        var count = 0
        for try await record in records {
            try writer.write(Self.ordered(record, schema))
            count += 1
        }
        try writer.finish()
        return count
    }

    /// The record's cells in the order of the schema; empty cells stay absent.
    private static func ordered(_ record: Record, _ schema: TableSchema) -> Fields {
        Fields(schema.fields.compactMap { field in record.fields[field.name].map { (field.name, $0) } })
    }
}
