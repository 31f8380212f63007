import AirtableAPI
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
struct PullJob: Sendable {
    let connection: Connection
    let table: String
    let format: TabularFormat
    let view: String?
    let formula: String?
    let console: Console
    /// Whether to listen to the process's signals.
    var listens = true

    /// Writes to a file, or to standard output if `path` is nil. A file appears when it is complete: a pull that fails, or
    /// that Ctrl-C or SIGTERM ends, leaves the old one (see ``OutputDraft``).
    ///
    /// - Returns: How many records there were.
    func write(to path: String?) async throws -> Int {
        let schema = try await schema()
        guard let path else { return try await write(schema, into: standardOutput()) }
        let draft = OutputDraft(of: path)
        let writing: @Sendable () async throws -> Int = {
            do {
                let count = try await write(schema, into: draft.sink())
                try draft.finish()
                return count
            } catch {
                draft.discard()
                throw error
            }
        }
        // Nothing that the process does is worth waiting for: a pull changes nothing but this file.
        return listens ? try await EndSignals.during(writing) { end(by: $0, draft) } : try await writing()
    }

    /// Ends the process, unless the file is complete.
    private func end(by signal: Int32, _ draft: OutputDraft) {
        guard draft.discard() else { return }
        console.message(
            draft.isStraight
                ? "Stopped: the pull was not complete."
                : "Stopped: the pull was not complete, so \(draft.path) is as it was.")
        _exit(Exit.signal(signal).code)
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
        case .json: return try await write(records, schema, with: JSONRecordsWriter(sink))
        case .jsonLines: return try await write(records, schema, with: JSONLinesWriter(sink))
        default:
            let delimiter: CSVDelimiter = format == .tsv ? .tab : .comma
            return try await write(
                records, schema, with: CSVRecordsWriter(sink, fields: schema.fields, delimiter: delimiter))
        }
    }

    private func write<Writer: TabularWriter & ~Copyable>(
        _ records: RecordSequence, _ schema: TableSchema, with writer: consuming Writer
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
