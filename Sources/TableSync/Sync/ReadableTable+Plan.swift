public import TableModel

extension ReadableTable {
    /// Makes a plan that brings the table to what `rows` say: what to create, update and delete, and what it costs.
    ///
    /// Nothing is written, and the table needs no write verb:
    ///
    ///     let options = SyncOptions(target: target, schema: schema, stateFolder: "/var/lib/job")
    ///     let plan = try await ReadOnlyTable(users).plan(rows, matching: ["Email"], options: options)
    ///     print(plan.counts.create, plan.counts.update, plan.cost.toCome)
    ///
    /// The rows are held against a snapshot of the table in the state folder, which is brought up to date first. Each row is
    /// converted by the schema's field types; linked records may be named by their primary texts if
    /// ``SyncOptions/linkedTables`` gives their table.
    ///
    /// - Parameters:
    ///   - rows: Read once, and kept in a file without a name meanwhile. Constant memory.
    ///   - key: One to three fields by which a row finds its record.
    ///   - options: The table, and what the plan may do.
    ///   - path: Where the plan is saved; nil for a plan that is gone with the last who holds it.
    /// - Returns: The plan. Look at `Plan.findings` before it is carried out.
    /// - Throws: ``UnknownFields``; ``RefreshRefused``; `RemoteError` if the table cannot be read; what the rows throw;
    ///   `CancellationError`.
    public func plan<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, matching key: [String], options: SyncOptions, savingTo path: String? = nil
    ) async throws -> Plan where Rows.Element == Row {
        let planned = try await planned(rows, matching: key, options: options, opensDeletes: true, savingTo: path)
        planned.snapshot.close()
        return planned.plan
    }

    /// Makes a plan of rows that are in memory, numbered from 1; otherwise as for a sequence.
    public func plan(
        _ rows: [Fields], matching key: [String], options: SyncOptions, savingTo path: String? = nil
    ) async throws -> Plan {
        try await plan(rows.numbered, matching: key, options: options, savingTo: path)
    }

    func planned<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, matching key: [String], options: SyncOptions, opensDeletes: Bool, savingTo path: String?
    ) async throws -> PlanJob<RowSpool.Rows>.Result where Rows.Element == Row {
        let managed = try options.managed(key: key)
        let spool = try await RowSpool(rows, in: options.stateFolder)
        let linked = try await LinkReading(managed.fields.map { ($0.name, $0) }, options: options)(spool.rows)
        let conversion = RowConversion(
            managed.fields, typecast: options.plan.typecast, linkedNames: linked.names)
        let job = PlanJob(
            self, options: options, managed: managed, rowCount: spool.count, linked: linked, opensDeletes: opensDeletes,
            convert: { conversion.convert($0) }, rows: { spool.rows })
        return try await job(
            from: { PlanSource(name: "rows") },
            to: path.map(PlanDestination.file) ?? .temporary(folder: options.stateFolder))
    }
}
