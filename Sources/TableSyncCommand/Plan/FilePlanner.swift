import AirtableAPI
import TableModel
import TableSync
import TabularFiles

/// Makes the plan that brings a table to what a file says. Writes nothing to the table.
struct FilePlanner: Sendable {
    let source: PushRequest
    let planning: PlanningRequest
    let connection: Connection
    let place: PlanPlace

    /// A plan, and what carries it out.
    struct Planned: Sendable {
        let plan: Plan
        let snapshot: Snapshot
        let choice: RefreshChoice
        let options: SyncOptions
        let table: AirtableTable
        /// What should be known beside the plan's own warnings, as sentences.
        let notes: [String]
    }

    /// - Parameter path: Where the plan is saved; nil for one that is gone with the command.
    /// - Throws: ``CommandError``, `TabularError`, `RemoteError`, and what ``PlanJob`` throws.
    func plan(savingTo path: String?) async throws -> Planned {
        let file = try TabularFile.open(source.path, format: source.format, csv: source.csv)
        let finder = PlanTableFinder(
            base: connection.base.id, request: source, file: file.name, columns: file.columns)
        let schema = try await connection.schema()
        let found = try finder.find(in: schema)
        let naming = RowNaming(found.targets, of: file.columns)
        let managed = ManagedFields(
            found.targets.compactMap { found.table.field($0.field) }, key: source.key.compactMap(found.table.field),
            conversion: naming.conversion(typecast: source.typecast))
        var options = options(found.table)
        options.linkedTables = { [base = connection.base] id in
            schema.first { $0.id == id }.map { LinkedTable(base.table(id.rawValue), schema: $0) }
        }
        let columns = found.targets.compactMap { target in found.table.field(target.field).map { (target.column, $0) } }
        let linked = try await LinkReading(columns, options: options)(file.rows())
        let conversion = RowConversion(managed.fields, typecast: source.typecast, linkedNames: linked.names)
        let table = connection.base.table(found.table.id.rawValue).titled("\"\(found.table.name)\"")
        let job = PlanJob(
            table, options: options, managed: managed, rowCount: try await count(file), linked: linked,
            convert: { conversion.convert(naming.named($0)) }, rows: { file.rows() })
        let digested = source.path == "-" ? PlanSource(name: file.name) : try PlanSource.file(source.path)
        let result = try await job(
            from: digested,
            to: path.map(PlanDestination.file) ?? .temporary(folder: place.stateFolder))
        return Planned(
            plan: result.plan, snapshot: result.snapshot, choice: result.choice, options: options, table: table,
            notes: notes(found))
    }

    private func options(_ table: TableSchema) -> SyncOptions {
        let target = PlanTarget(
            service: place.service, base: connection.base.id.rawValue, table: table.id, name: table.name)
        var options = SyncOptions(target: target, schema: table, stateFolder: place.stateFolder)
        options.plan = planning.plan
        options.plan.typecast = source.typecast
        options.refresh = planning.refresh
        if let maxAge = planning.maxAge { options.maxAge = maxAge }
        options.requestsMade = connection.requestsSent()
        options.run = connection.runOptions(table, typecast: source.typecast)
        return options
    }

    private func count(_ file: TabularFile) async throws -> Int {
        var count = 0
        for try await _ in file.rows() { count += 1 }
        return count
    }

    private func notes(_ found: PlanTableFinder.Found) -> [String] {
        guard !found.leftOut.isEmpty else { return [] }
        let those = found.leftOut.count == 1 ? "that column is" : "those columns are"
        return ["\(Wording.several(found.leftOut)) cannot be compared and written, so \(those) left out."]
    }
}

extension Connection {
    /// How the requests of a run are sent.
    func runOptions(_ table: TableSchema, typecast: Bool) -> RunOptions {
        var options = RunOptions()
        options.typecast = typecast
        options.schema = table
        options.retry = retry
        options.time = time
        options.logger = logger
        return options
    }
}
