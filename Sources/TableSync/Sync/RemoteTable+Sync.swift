import AsyncAlgorithms
import RateLimiting
public import TableModel

extension RemoteTable {
    /// Carries out a plan: creates and updates first, ten a request, then deletes, if nothing went wrong before.
    ///
    ///     let report = try await users.apply(plan, options: options) { progress in
    ///         for await p in progress { print(p.rowsDone, p.timeLeft ?? .zero) }
    ///     }
    ///
    /// A plan is good once on a machine, and only as long as the file that it was made from, if there still is one, has the
    /// same bytes. What it touches is read again before the first write; records that somebody else changed, deleted or created
    /// meanwhile refuse the plan, or are left out with `skipsDrifted`.
    ///
    /// - Parameters:
    ///   - plan: What to do.
    ///   - options: The table that the plan was made for, and how to write.
    ///   - verifies: Whether to look at the source's file, and to read again what the plan touches.
    ///   - skipsDrifted: Whether exactly the records that drifted are left out.
    ///   - progress: Runs beside the writing and reads how far it is; it is cancelled when the writing has ended. If the run is
    ///     rolled back, it runs again beside each part of that, and reads how far that part is.
    /// - Returns: A report with every row, and every record to be done away with, accounted for.
    /// - Throws: ``PlanRefused`` if a finding forbids the plan; ``PlanUsed``; ``PlanStale`` if it was made for another table or
    ///   schema, or from a file that is another now; ``PlanDrifted``; `CancellationError`; ``InterruptedRun`` if the log failed.
    public func apply(
        _ plan: Plan, options: SyncOptions, verifies: Bool = true, skipsDrifted: Bool = false,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> SyncReport {
        try plan.requireFresh(options)
        if verifies { try plan.requireSameSource() }
        let header = plan.header
        let identity = SnapshotIdentity(
            service: header.target.service, base: header.target.base, table: header.target.table.rawValue,
            managed: header.managed, scope: header.basis.scope)
        let (snapshot, _) = try Snapshot.open(in: options.stateFolder, for: identity)
        defer { snapshot.close() }
        var apply = ApplyOptions(run: options.run, onError: options.onError)
        apply.run.schema = options.schema
        apply.verifies = verifies
        apply.skipsDrifted = skipsDrifted
        return try await carryOut(plan, snapshot, apply, stateFolder: options.stateFolder, progress: progress)
    }

    /// Makes a plan and carries it out at once.
    ///
    ///     var options = SyncOptions(target: target, schema: schema, stateFolder: "/var/lib/job")
    ///     options.plan.mode = .mirror(.all)
    ///     options.plan.limits.maxDelete = .percent(5)
    ///     let report = try await users.sync(rows, matching: ["Email"], options: options)
    ///
    /// - Throws: What planning and ``apply(_:options:verifies:skipsDrifted:progress:)`` throw.
    public func sync<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, matching key: [String], options: SyncOptions,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> SyncReport where Rows.Element == Row {
        // Before the table is read, so that nobody writes between that and our first write.
        let turn = try await RunTurn(on: options.target, in: options.stateFolder, options.run)
        let planned = try await planned(rows, matching: key, options: options, opensDeletes: false, savingTo: nil)
        defer { planned.snapshot.close() }
        var apply = ApplyOptions(run: options.run, onError: options.onError)
        // The table was read a moment ago. Only of a part of it, records outside may have the keys of rows to be created.
        apply.run.schema = options.schema
        apply.verifies = !options.scope.isWholeTable
        apply.hasReadPreImages = planned.refresh.hasReadRecords
        apply.skipsDrifted = apply.verifies || !apply.hasReadPreImages
        let spent = planned.plan.header.basis.calls - options.requestsMade
        apply.run.maxRequests = options.run.maxRequests.map { $0 - spent }
        return try await carryOut(
            planned.plan, planned.snapshot, apply, stateFolder: options.stateFolder, during: turn, progress: progress)
    }

    /// Makes a plan of rows in memory, numbered from 1, and carries it out; otherwise as for a sequence.
    public func sync(
        _ rows: [Fields], matching key: [String], options: SyncOptions,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> SyncReport {
        try await sync(rows.numbered, matching: key, options: options, progress: progress)
    }

    /// Carries out a plan under the table's lock, journals what happens, and keeps the snapshot up.
    ///
    /// - Parameter turn: The turn in which the plan was made; nil to take one now, for a plan that is looked at again first.
    package func carryOut(
        _ plan: Plan, _ snapshot: Snapshot?, _ options: ApplyOptions, stateFolder: String,
        during turn: RunTurn? = nil, progress: (@Sendable (ProgressUpdates) async -> Void)?
    ) async throws -> SyncReport {
        try plan.requireSafe()
        guard options.onError != .rollback || options.run.schema != nil else { throw RollbackUnprepared() }
        let turn = if let turn { turn } else { try await RunTurn(on: plan.header.target, in: stateFolder, options.run) }
        defer { turn.end() }
        let applied = AppliedPlans(in: stateFolder)
        try applied.requireUnused(plan)
        let begun = try await PlanRun(table: self, plan: plan, snapshot: snapshot, options: options).begin()
        let carryOut = { (options: ApplyOptions) in
            let run = PlanRun(table: self, plan: plan, snapshot: snapshot, options: options)
            return try await ProgressUpdates.following(progress) { try await run(from: begun, progress: $0) }
        }
        guard !plan.isEmpty else {
            try applied.take(plan)
            return try await carryOut(options)
        }
        let journalled = try JournalledPlan(
            self, plan, begun, snapshot, options, stateFolder: stateFolder, progress: progress)
        do {
            try applied.take(plan)
        } catch {
            journalled.giveUp(for: error)
            throw error
        }
        let report = try await journalled(carryOut)
        if report.stopped != nil, report.hasWrittenNothing { applied.release(plan) }
        return report
    }
}

extension [Fields] {
    /// The elements as rows, numbered from 1.
    var numbered: AsyncSyncSequence<[Row]> {
        enumerated().map { Row(line: $0.offset + 1, fields: $0.element) }.async
    }
}
