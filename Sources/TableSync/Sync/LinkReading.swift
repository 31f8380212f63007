import RateLimiting
package import TableModel

/// Finds out what linked records are called, if a source calls them so.
package struct LinkReading: Sendable {
    private struct Column: Sendable {
        var name: String
        var field: FieldSchema
        var linked: LinkedTable
    }

    private let columns: [Column]
    private let options: SyncOptions

    /// - Parameters:
    ///   - fields: The fields that rows are compared by, with the names that rows have for them.
    ///   - options: Gives the linked tables, and how requests are sent.
    package init(_ fields: [(column: String, field: FieldSchema)], options: SyncOptions) {
        self.options = options
        columns = fields.compactMap { column, field in
            guard field.type == .multipleRecordLinks, let linked = field.linkedTableID.flatMap(options.linkedTables)
            else { return nil }
            return Column(name: column, field: field, linked: linked)
        }
    }

    /// Reads the primary texts of the tables whose records `rows` call by anything else than their ids.
    ///
    /// - Throws: `RemoteError` if a table cannot be read; what the rows throw; `CancellationError`.
    package func callAsFunction<Rows: AsyncSequence>(_ rows: Rows) async throws -> LinkedRecords
    where Rows.Element == Row {
        let named = try await namedColumns(rows)
        var records = LinkedRecords()
        records.links = NamedLinks(named.map { ($0.name, $0.field) })
        var known: Set<TableID> = []
        let meter = RequestMeter(limit: options.run.maxRequests)
        for linked in named.map(\.linked) where known.insert(linked.schema.id).inserted {
            let (count, cost) = try await read(linked, into: &records.names, meter)
            records.requests += cost.requests
            records.notes.append(note(linked.schema.name, count, cost))
        }
        return records
    }

    /// The columns in which rows name records; reading ends as soon as nothing is left to be found.
    private func namedColumns<Rows: AsyncSequence>(_ rows: Rows) async throws -> [Column] where Rows.Element == Row {
        var rest = columns.map { ($0, CellConverter(field: $0.field)) }
        guard !rest.isEmpty else { return [] }
        var named: Set<String> = []
        for try await row in rows {
            rest.removeAll { column, converter in
                guard let cell = row.fields[column.name], converter.needsNames(for: cell) else { return false }
                return named.insert(column.name).inserted
            }
            if rest.isEmpty { break }
        }
        return columns.filter { named.contains($0.name) }
    }

    private func read(
        _ linked: LinkedTable, into names: inout LinkedNames, _ meter: RequestMeter
    ) async throws -> (records: Int, ReadCost) {
        let schema = linked.schema
        let reader = RepeatingReader(
            linked.table, retry: options.run.retry, time: options.run.time, meter: meter, stop: options.run.stopSignal)
        let primary = schema.fields.filter { $0.id == schema.primaryFieldID }.map(\.name)
        names.add([], of: schema)
        var count = 0
        let cost = try await reader.read(RecordQuery(.all, fields: primary)) { page in
            names.add(page.records, of: schema)
            count += page.records.count
            return .goOn
        }
        return (count, cost)
    }

    private func note(_ table: String, _ records: Int, _ cost: ReadCost) -> String {
        let read =
            "Rows name records of \"\(table)\", so the names of its \(Listing.count(records, "record")) were read, in "
            + "\(Listing.count(cost.requests, "request"))."
        guard options.plan.typecast else { return read }
        return read + " A name that none of them has becomes a new record there, since the service converts strings."
    }
}
