import AirtableAPI
import RateLimiting
import TableModel
import TableSync
import TabularFiles

/// Makes the plan that brings a table to what a file says. Writes nothing to the table.
struct FilePlanner: Sendable {
    let source: SourceRequest
    var planning: PlanningRequest
    let connection: Connection
    let place: PlanPlace

    /// A plan, and what carries it out.
    struct Planned: Sendable {
        let file: TabularFile
        let plan: Plan
        let snapshot: Snapshot
        let choice: RefreshChoice
        let options: SyncOptions
        let table: AirtableTable
        /// The turn on the table in which the plan was made; nil for a plan that is only shown.
        let turn: RunTurn?
        /// Whether all records that the plan changes were read when it was made.
        let hasReadRecords: Bool
        /// What should be known beside the plan's own warnings, as sentences.
        let notes: [String]
    }

    /// Opens the file, finds its table, and makes the plan.
    ///
    /// - Parameters:
    ///   - opensDeletes: Whether somebody will look at what the plan deletes, so that it is read whole.
    ///   - explains: Whether all ways in which the table's state could be known are told, with what they cost.
    ///   - isCarriedOut: Whether the plan is to be carried out, so that nobody else may write from now on.
    ///   - path: Where the plan is saved; nil for one that is gone with the command.
    /// - Throws: ``CommandError``, `TabularError`, `RemoteError`, and what ``RunTurn`` and ``PlanJob`` throw.
    func plan(
        opensDeletes: Bool, explains: Bool, isCarriedOut: Bool = false, savingTo path: String? = nil
    ) async throws -> Planned {
        let file = try TabularFile.open(source.path, format: source.format, csv: source.csv)
        async let rowCount = explains || mayReadKeys ? file.rowCount() : nil
        let search = try TableSearch(base: connection.base.id, request: source, file: file)
        let found = try await search.find(in: tables())
        return try await plan(
            file, for: found, rowCount: rowCount, opensDeletes: opensDeletes, isCarriedOut: isCarriedOut, savingTo: path
        )
    }

    /// Whether the records of the file's keys may be read, which takes the more requests the more rows there are.
    private var mayReadKeys: Bool { planning.refresh == nil || planning.refresh == .keys }

    /// The base's tables; nil if the token may read no schema, so that types are inferred. Nothing is deleted on that ground.
    private func tables() async throws -> [TableSchema]? {
        guard planning.plan.mode.deletePolicy == nil else { return try await connection.schema() }
        return try await SchemaAccess(connection: connection, request: source).tables()
    }

    /// Makes the plan for a table that is known.
    ///
    /// - Parameters:
    ///   - rowCount: How many rows the file has; nil if that does not matter.
    ///   - opensDeletes: Whether somebody will look at what the plan deletes, so that it is read whole.
    ///   - isCarriedOut: Whether the plan is to be carried out, so that nobody else may write from now on.
    ///   - path: Where the plan is saved; nil for one that is gone with the command.
    func plan(
        _ file: TabularFile, for found: FoundTable, rowCount: Int?, opensDeletes: Bool = false,
        isCarriedOut: Bool = false, savingTo path: String? = nil
    ) async throws -> Planned {
        let ground = try await ground(FileRows(file: file), for: found)
        let table = connection.base.table(found.table.address).titled("\"\(found.table.schema.name)\"")
        let turn =
            isCarriedOut
            ? try await RunTurn(on: ground.options.target, in: place.stateFolder, ground.options.run) : nil
        let job = PlanJob(
            TableToBe(table, making: found.table.drafts), options: ground.options, managed: ground.managed,
            rowCount: rowCount, linked: ground.linked, opensDeletes: opensDeletes, convert: ground.convert,
            rows: { FileRows(file: file, defersCells: true) })
        let result = try await connection.withinQuota {
            try await job(
                from: { [source] in source.path == "-" ? PlanSource(name: file.name) : try .file(source.path) },
                to: path.map(PlanDestination.file) ?? .temporary(folder: place.stateFolder))
        }
        return Planned(
            file: file, plan: result.plan, snapshot: result.snapshot, choice: result.choice, options: ground.options,
            table: table, turn: turn,
            hasReadRecords: result.refresh.hasReadRecords, notes: found.notes)
    }

    /// What the file says by itself: a plan for a table without a record, of which none is asked for. What is wrong with the rows
    /// is wrong whatever there is.
    ///
    /// - Parameter limit: How many rows are looked at.
    func draft(_ file: TabularFile, for found: FoundTable, rows limit: Int = .max) async throws -> Plan {
        let rows = FileRows(file: file, limit: limit)
        let ground = try await ground(rows, for: found)
        let basis = PlanBasis(
            refresh: "", calls: connection.requestsSent(), recordCount: 0, isComplete: true)
        var request = PlanRequest(
            target: ground.options.target, managed: ground.managed, source: PlanSource(name: file.name), basis: basis,
            madeAt: connection.time.date, limits: .airtable)
        request.options = ground.options.plan
        request.rollsBack = source.onError == .rollback
        request.warnings = ground.linked.notes
        request.links = ground.linked.links
        let table = connection.base.table(found.table.address)
        request.forecast = { table.forecast(requests: $0) }
        return try await PlanMaker(request, conversion: ground.convert).plan(
            of: rows, against: NoRecords(), to: .temporary(folder: place.stateFolder))
    }

    /// What a plan is made on.
    private struct Ground: Sendable {
        let options: SyncOptions
        /// The fields that rows are held against.
        let managed: ManagedFields
        let linked: LinkedRecords
        let form: RowForm

        var convert: @Sendable (Row) -> ConvertedRow { { form.convert($0) } }
    }

    private func ground(_ rows: FileRows, for found: FoundTable) async throws -> Ground {
        let mark = try planning.archive?.mark(
            in: found.table.schema, key: source.key, typecast: source.typecast)
        let options = options(found, mark)
        let columns = zip(found.targets, found.fields).map { ($0.column, $1) }
        let linked = try await connection.withinQuota { try await LinkReading(columns, options: options)(rows) }
        let form = RowForm(
            found.targets, of: rows.file.columns, for: found.fields, typecast: source.typecast,
            linkedNames: linked.names)
        let managed = ManagedFields(
            found.fields, key: source.key.compactMap(found.table.schema.field),
            alsoRead: [mark?.field].compactMap(\.self).filter { !found.fields.contains($0) },
            conversion: form.identity)
        return Ground(options: options, managed: managed, linked: linked, form: form)
    }

    private func options(_ found: FoundTable, _ mark: DeletePolicy.Mark?) -> SyncOptions {
        let table = found.table
        // A snapshot with fields that are still to be made is another one than that which will be kept.
        let service = table.drafts.isEmpty ? place.service : "\(place.service) to be"
        let target = table.target(in: connection.base, of: service)
        var options = SyncOptions(target: target, schema: table.schema, stateFolder: place.stateFolder)
        options.plan = planning.plan
        options.plan.typecast = source.typecast
        options.onError = source.onError
        options.comparesAttachments = source.comparesAttachments
        if let mark, let policy = planning.plan.mode.deletePolicy {
            options.plan.mode = .mirror(DeletePolicy(policy.extent, mark: mark))
        }
        options.scope = planning.scope
        options.refresh = planning.refresh
        if let maxAge = planning.maxAge { options.maxAge = maxAge }
        options.requestsMade = connection.requestsSent()
        options.run = connection.runOptions(table.schema, typecast: source.typecast)
        options.run.lasting += table.lasting
        options.linkedTables = { [base = connection.base] id in
            found.tables.first { $0.id == id }.map { LinkedTable(base.table(id.rawValue), schema: $0) }
        }
        return options
    }
}

extension Connection {
    /// How the requests of a run are sent that begins now.
    func runOptions(_ table: TableSchema?, typecast: Bool) -> RunOptions {
        var options = RunOptions()
        options.maxRequests = callsLeft?.calls
        options.typecast = typecast
        if typecast { options.lasting = ["Choices and linked records that --typecast added, if it did, stay."] }
        options.schema = table
        options.retry = retry
        options.time = time
        options.logger = logger
        options.notice = note
        return options
    }

    /// Runs `body`, which throws a `RemoteError` only as long as it reads: once it writes, its report tells what is left.
    ///
    /// - Throws: ``CommandError`` with exit code 8 if it needs more requests than may be sent; what `body` throws.
    func withinQuota<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as RemoteError where error.code == .budgetReached {
            throw CommandError(
                .budgetReached,
                "Reading the table takes more requests than may be sent: \(callsLeft?.reason ?? ""). No record was "
                    + "written. Allow more, or go on later.")
        }
    }
}
