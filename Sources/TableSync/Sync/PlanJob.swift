import FoundationEssentials
import RateLimiting
package import TableModel

/// Makes a plan for a table: brings its snapshot up to date in the cheapest way that will do, and holds rows against it.
///
/// It works on a table without a write verb, so making a plan can change nothing but the snapshot.
package struct PlanJob<Rows: AsyncSequence & Sendable>: Sendable where Rows.Element == Row {
    /// What came of it.
    package struct Result: Sendable {
        package let plan: Plan
        /// What is kept up when the plan is carried out.
        package let snapshot: Snapshot
        /// The ways in which the snapshot could have been brought up to date, and the one that was taken.
        package let choice: RefreshChoice
        package let refresh: RefreshReport
    }

    private let table: ReadOnlyTable
    private let options: SyncOptions
    private let managed: ManagedFields
    private let convert: @Sendable (Row) -> ConvertedRow
    private let rows: @Sendable () -> Rows
    private let rowCount: Int?
    private let linked: LinkedRecords
    private let opensDeletes: Bool

    /// - Parameters:
    ///   - rows: Gives the rows from the first to the last each time it is called; it is called at most twice.
    ///   - rowCount: How many rows there are; nil if nobody has counted them, since the way in which the snapshot is brought up to
    ///     date is asked for and is not to read their keys.
    ///   - linked: What rows call the records that they link to.
    ///   - opensDeletes: Whether what the plan deletes is read whole, ⌈d/100⌉ requests for d records: for a plan that somebody
    ///     looks at, or that is kept.
    ///   - convert: Gives the cells of a row as they would be sent; see ``PlanMaker``.
    package init(
        _ table: some ReadableTable, options: SyncOptions, managed: ManagedFields, rowCount: Int?,
        linked: LinkedRecords = LinkedRecords(), opensDeletes: Bool, convert: @escaping @Sendable (Row) -> ConvertedRow,
        rows: @escaping @Sendable () -> Rows
    ) {
        self.table = ReadOnlyTable(table)
        self.options = options
        self.managed = managed
        self.rowCount = rowCount
        self.linked = linked
        self.opensDeletes = opensDeletes
        self.convert = convert
        self.rows = rows
    }

    /// The ways in which the snapshot can be brought up to date, and the one that would be taken; no request is sent.
    package func choice() throws -> RefreshChoice {
        let (snapshot, _) = try Snapshot.open(in: options.stateFolder, for: identity)
        defer { snapshot.close() }
        return try choice(snapshot)
    }

    /// - Parameters:
    ///   - source: What the rows are. A file is digested while the service is asked and the snapshot is read.
    ///   - destination: Where the plan is written.
    /// - Throws: What `source` throws, ``RefreshRefused``, ``SnapshotError``, `RemoteError`, ``PlanFileError``, `CancellationError`, and what the rows
    ///   throw.
    @concurrent package func callAsFunction(
        from source: @escaping @Sendable () throws -> PlanSource, to destination: PlanDestination
    ) async throws -> Result {
        async let source = source()
        let (snapshot, rebuilt) = try Snapshot.open(in: options.stateFolder, for: identity)
        let choice = try choice(snapshot)
        guard let step = choice.chosen else { throw RefreshRefused(description: choice.refusal ?? "") }
        let time = options.run.time
        let reader = RepeatingReader(
            table, retry: options.run.retry, time: time,
            meter: RequestMeter(limit: options.run.maxRequests.map { $0 - linked.requests }),
            stop: options.run.stopSignal)
        let keys = SourceKeys(
            rows: rows(), key: KeyForm(managed.key, typecast: options.plan.typecast), convert: convert)
        let refresh = try await Refresh(snapshot, reader: reader, time: time).run(step, keys: keys)
        let fingerprinter = RowFingerprinter(managed, links: linked.links, secret: try snapshot.secret())
        var reading = RowReading(rows(), fingerprinter: fingerprinter)
        let index = try await reading.index(of: snapshot)
        var request = PlanRequest(
            target: options.target, managed: managed, source: try await source,
            basis: try basis(snapshot, choice, refresh),
            madeAt: time.date, limits: table.limits)
        request.warnings = [rebuilt].compactMap(\.self) + linked.notes + warnings(choice, refresh)
        request.options = options.plan
        request.rollsBack = options.onError == .rollback
        // Of a part of the table, what is changed is verified anyway.
        request.hasReadRecords = refresh.hasReadRecords || !options.scope.isWholeTable
        request.links = linked.links
        if opensDeletes { request.opening = DeleteOpening(beside: managed, in: options.schema, reader: reader) }
        request.forecast = { [table] in table.forecast(requests: $0) }
        let plan = try await PlanMaker(request, conversion: convert).plan(
            of: &reading, against: snapshot, index: index, to: destination)
        return Result(plan: plan, snapshot: snapshot, choice: choice, refresh: refresh)
    }

    private var identity: SnapshotIdentity {
        SnapshotIdentity(
            service: options.target.service, base: options.target.base, table: options.target.table.rawValue,
            managed: managed, scope: options.scope)
    }

    private func choice(_ snapshot: Snapshot) throws -> RefreshChoice {
        let need = RefreshNeed(
            rows: rowCount, isMirror: options.plan.mode.deletePolicy != nil, scope: options.scope,
            linkFields: managed.fields.filter { $0.type == .multipleRecordLinks }.map(\.name),
            maxAge: options.maxAge, asked: options.refresh, recordsPerPage: table.limits.recordsPerPage)
        return RefreshChoice(try snapshot.state(), need: need, now: options.run.time.date)
    }

    private func basis(
        _ snapshot: Snapshot, _ choice: RefreshChoice, _ refresh: RefreshReport
    ) throws -> PlanBasis {
        let state = try snapshot.state()
        return PlanBasis(
            refresh: refresh.methods.map(\.rawValue).joined(separator: ", then "),
            calls: options.requestsMade + linked.requests + refresh.cost.requests, recordCount: state.recordCount,
            isComplete: state.isComplete, completeSince: state.completeSince, seenUntil: state.seenUntil,
            preImages: missesChanges(refresh)
                ? .unknown : .known(unseen: choice.blindSpots.filter(\.hidesCells).map(\.description)),
            scope: options.scope)
    }

    /// Whether more was modified by others than was read.
    private func missesChanges(_ refresh: RefreshReport) -> Bool {
        refresh.methods == [.none] && !refresh.isExhaustive
    }

    private func warnings(_ choice: RefreshChoice, _ refresh: RefreshReport) -> [String] {
        let outside =
            options.scope.isWholeTable
            ? []
            : [
                "Only a part of the table is looked at. A row whose record lies outside of it is planned as a new one; before the "
                    + "first write the new keys are looked for in the whole table."
            ]
        let blind = outside + choice.blindSpots.map(\.description)
        guard missesChanges(refresh) else { return blind }
        return blind + ["Others have changed more than a page of records since the last run, which are not all seen."]
    }
}
