import AirtableAPI
import TableModel
import TableSync
import TabularFiles

/// One push, from the file to the summary: finds the table, and has the rows written that differ or, without a key, all.
struct PushJob: Sendable {
    let request: SourceRequest
    let planning: PlanningRequest
    /// Where what is known of tables is kept, and what runs did.
    let place: PlanPlace
    let carrier: PlanCarrier
    /// Whether to say how the table's state could be known.
    var explains = false
    /// Whether the exit code of a dry run says that there are changes.
    var tellsChanges = false

    /// - Returns: How the command ends; nil if all is well.
    /// - Throws: ``CommandError``, `TabularError` or `RemoteError` if the push could not be done.
    func run() async throws -> Exit? {
        let file = try TabularFile.open(request.path, format: request.format, csv: request.csv)
        if try await file.hasNothing { return try sayNothingToDo(file) }
        let connection = carrier.connection
        let search = try TableSearch(base: connection.base.id, request: request, file: file)
        let found = try await search.find(
            in: try await SchemaAccess(connection: connection, request: request).tables())
        carrier.output.note(found.notes)
        return try await carrier.output.keepingFailures(
            of: file, hasKey: !request.key.isEmpty, table: found.table.schema.name
        ) { try await push(file, to: found) }
    }

    private func push(_ file: TabularFile, to found: FoundTable) async throws -> Exit? {
        guard !request.key.isEmpty else {
            return try await AppendingPush(
                request: request, file: file, found: found, place: place, carrier: carrier
            ).run()
        }
        let connection = carrier.connection
        let planner = FilePlanner(source: request, planning: planning, connection: connection, place: place)
        return try await PlannedPush(
            request: request, file: file, found: found, planner: planner, carrier: carrier, explains: explains,
            tellsChanges: tellsChanges
        ).run()
    }

    /// A JSON file without objects has no columns that could be looked for.
    private func sayNothingToDo(_ file: TabularFile) throws -> Exit? {
        guard request.key.isEmpty || planning.plan.limits.allowsEmptySource else {
            throw CommandError(
                .safetyStop, "\(file.name) has no rows. Nothing was written. If that is right, say --allow-empty.")
        }
        let events = carrier.output.events
        if request.isDryRun {
            events.emit(.plan(PushPlan(file: file.name, table: request.table)))
        } else {
            events.emit(.summary(PushSummary(file: file.name, table: request.table, rows: 0)))
        }
        return nil
    }
}

extension TabularFile {
    /// Whether there is neither a column nor a row.
    fileprivate var hasNothing: Bool {
        get async throws {
            guard columns.isEmpty else { return false }
            var rows = self.rows().makeAsyncIterator()
            return try await rows.next() == nil
        }
    }
}
