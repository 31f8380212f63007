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
    let base: AirtableBase
    let table: String
    let format: TabularFormat
    let view: String?
    let formula: String?

    /// Writes to a file, or to standard output if `path` is nil. A file is written beside its place and moved there when it
    /// is complete, so that a failed pull leaves the old one.
    ///
    /// - Returns: How many records there were.
    func write(to path: String?) async throws -> Int {
        let schema = try await schema()
        guard let path else { return try await write(schema, into: .standardOutput()) }
        let draft = path + ".tablesync-part"
        do {
            let count = try await write(schema, into: ByteSink(path: draft))
            guard rename(draft, path) == 0 else {
                throw CommandError(
                    .invalidSource, "\(draft) could not be moved to \(path): \(String(cString: strerror(errno))).")
            }
            return count
        } catch {
            unlink(draft)
            throw error
        }
    }

    private func schema() async throws -> TableSchema {
        let tables = try await base.schema()
        guard let found = tables.first(where: { $0.id.rawValue == table }) ?? tables.first(where: { $0.name == table })
        else {
            let there = tables.isEmpty ? "It has no tables." : "It has \(Wording.quoted(tables.map(\.name)))."
            throw CommandError(.schemaMismatch, "The base \(base.id) has no table \"\(table)\". \(there)")
        }
        return found
    }

    private func write(_ schema: TableSchema, into sink: consuming ByteSink) async throws -> Int {
        var selection = RecordSelection()
        selection.view = view
        selection.filter = formula.map(RecordQuery.Filter.formula) ?? .all
        let records = base.table(schema.id.rawValue).records(selection)
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
