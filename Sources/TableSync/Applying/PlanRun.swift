import Locking
import RateLimiting
import TableModel

/// Carries out a plan: creates, updates and archives first, then deletes, and those only if everything before succeeded.
struct PlanRun<Table: RemoteTable>: Sendable {
    let table: Table
    let plan: Plan
    /// What is kept up with the table; nil if there is none.
    let snapshot: Snapshot?
    let options: ApplyOptions

    /// Looks whether the table is what the plan saw, if that was asked for. Writes nothing.
    ///
    /// - Throws: ``PlanRefused``; ``PlanDrifted``; `SnapshotError`; `RemoteError` if the table cannot be read, or only with more requests than
    ///   the run may send; `CancellationError`.
    func begin() async throws -> RunState {
        let meter = RequestMeter(limit: options.run.maxRequests, within: options.run.meter)
        var state = RunState(plan.counts, at: options.run.time.now, meter: meter)
        try plan.requireSafe()
        if options.verifies {
            try await verify(plan.operations, &state)
        } else if options.onError == .rollback, !options.hasReadPreImages {
            try await verify(plan.operations.filter { $0.changesRecord }, &state)
        }
        if let snapshot { state.mayCloseRun = try snapshot.openRun(at: options.run.time.date) }
        return state
    }

    private func verify<Steps: AsyncSequence>(_ steps: Steps, _ state: inout RunState) async throws
    where Steps.Element == PlanOperation {
        let (drifts, cost) = try await DriftCheck(header: plan.header, reader: reader(state.meter)).drifts(of: steps)
        state.count(cost)
        guard drifts.isEmpty || options.skipsDrifted else { throw PlanDrifted(drifts.all) }
        try await state.leaveOut(drifts, of: plan.operations)
    }

    /// Goes on from what ``begin()`` gave.
    ///
    /// - Throws: What ``RemoteTable/bulkCreate(_:onError:options:progress:)`` throws.
    func callAsFunction(
        from begun: RunState, progress: AsyncStream<Progress>.Continuation?
    ) async throws -> SyncReport {
        var state = begun
        if options.onError == .rollback, !state.maySucceed { try stopBeforeWriting(&state) }
        let attempts = try await write(state.leftOut, &state, progress)
        try await delete(state.leftOut, &state, progress, after: attempts)
        if let snapshot {
            try await adopt(into: snapshot, &state)
            close(snapshot, &state)
        }
        state.report.duration = options.run.time.now - state.begunAt
        state.report.penalty = state.meter.penalty(at: options.run.time.now)
        return try state.result()
    }

    private func reader(_ meter: RequestMeter) -> RepeatingReader {
        RepeatingReader(
            table, retry: options.run.retry, time: options.run.time, meter: meter,
            stop: options.run.stopSignal)
    }

    /// The options of a run that may send what is left of the budget, `reserved` requests less.
    private func runOptions(_ state: RunState, rowCount: Int?, log: any RunLog, reserved: Int = 0) -> RunOptions {
        var run = options.run
        run.rowCount = rowCount
        run.log = log
        run.meter = state.meter
        run.schema = plan.header.schema(within: options.run.schema)
        run.typecast = plan.header.typecast
        run.maxRequests = options.run.maxRequests.map { max(0, $0 - state.report.requests - reserved) }
        return run
    }

    /// Writes nothing, since a row of the plan failed already and would have it all undone; counts the steps that are left.
    private func stopBeforeWriting(_ state: inout RunState) throws(PlanFileError) {
        state.stopBeforeWriting()
        var writes = PlannedWrites(operations: plan.operations, leftOut: state.leftOut).makeAsyncIterator()
        while let write = try writes.nextWrite() { state.leave(write) }
    }

    // MARK: Writing

    /// Gives how many attempts that took.
    private func write(
        _ leftOut: Drifts, _ state: inout RunState, _ progress: AsyncStream<Progress>.Continuation?
    ) async throws -> Int {
        var writes = PlannedWrites(operations: plan.operations, leftOut: leftOut)
        let count = state.writesToCome
        guard count > 0, state.report.stopped == nil else { return 0 }
        let numbers = RowNumbers()
        let numbered = RenumberedLog(options.run.log, after: 0) { numbers[$0] }
        let log = SnapshotLog(numbered, telling: options.telling, writes: writes)
        writes.numbers = numbers
        let pages = state.deletesToCome.dividedUp(by: table.limits.recordsPerPage)
        do {
            let report = try await table.merge(
                writes, matching: plan.header.managed.key.map(\.name), sharingRequests: options.onError != .rollback,
                onError: options.onError, options: runOptions(state, rowCount: count, log: log),
                untold: log.count(untold:),
                progress: forwarding(to: progress, state, laterRequests: pages + plan.cost.deletes))
            state.take(report, log, numbers)
        } catch let interruption as InterruptedRun {
            throw state.interrupted(
                interruption, whileWriting: log, numbers,
                leaving: left(of: deletes(leftOut, state, RowNumbers()), taken: 0, state))
        }
        return numbered.attempts
    }

    // MARK: Deleting

    /// Deletes unless something went wrong before: records are deleted last, and never after an error.
    private func delete(
        _ leftOut: Drifts, _ state: inout RunState, _ progress: AsyncStream<Progress>.Continuation?, after attempts: Int
    ) async throws {
        let count = state.deletesToCome
        guard count > 0 else { return }
        let pages = count.dividedUp(by: table.limits.recordsPerPage)
        if state.maySucceed, let limit = options.run.maxRequests, state.report.requests + pages >= limit {
            state.report.stopped = .budgetReached(requests: state.report.requests)
        }
        let numbers = RowNumbers()
        let deletes = deletes(leftOut, state, numbers)
        guard state.maySucceed else { return state.giveUpDeletes(try deletes.countLeft(taken: 0)) }
        let numbered = RenumberedLog(options.run.log, after: attempts) { numbers[$0] }
        let log = SnapshotLog(numbered, telling: options.telling, writes: nil)
        var run = runOptions(state, rowCount: nil, log: log, reserved: pages)
        run.requestsInFlight = options.run.requestsInFlight
        do {
            let report = try await table.engine(
                deletes, .delete, options.onError, run, nil, forwarding(to: progress, state, laterRequests: 0),
                untold: log.count(untold:)
            ) { index, id in
                RunItem(index: index, line: 0, element: WriteChunk.Element(id: id))
            }
            state.take(report, log, numbers)
            state.take(deletes.findings.found, snapshot)
            if !state.maySucceed { state.giveUpDeletes(try deletes.countLeft(taken: report.counts.rowsIn)) }
        } catch let interruption as InterruptedRun {
            throw state.interrupted(
                interruption, whileDeleting: log, numbers, deletes.findings.found, snapshot,
                leaving: left(of: deletes, taken: interruption.report.counts.rowsIn, state))
        }
    }

    private func deletes(
        _ leftOut: Drifts, _ state: RunState, _ numbers: RowNumbers
    ) -> PlannedDeletes<RepeatingReader> {
        PlannedDeletes(
            operations: plan.operations, leftOut: leftOut, header: plan.header, reader: reader(state.meter),
            log: options.run.log, numbers: numbers)
    }

    /// Counts the records that an interrupted run did not come to; those of a plan that cannot be read any more are what it says there
    /// are, less those that were counted.
    private func left(of deletes: PlannedDeletes<RepeatingReader>, taken: Int, _ state: RunState) -> Int {
        (try? deletes.countLeft(taken: taken)) ?? state.deletesToCome - taken - deletes.findings.found.drifts.count
    }

    // MARK: Around it

    /// Notes the rows that were found equal by value, so that the next plan need not compare them again.
    private func adopt(into snapshot: Snapshot, _ state: inout RunState) async throws {
        for try await step in plan.operations {
            guard case .adopt(let adoptions) = step else { continue }
            do {
                try snapshot.change { change in
                    for adoption in adoptions {
                        try change.adopt(adoption.rowID, source: adoption.source, seen: adoption.seen)
                    }
                }
            } catch {
                return state.warn(
                    "Rows that were found equal could not be noted, so the next run compares them again: \(error)")
            }
        }
    }

    /// Tells the snapshot that it need not look for what the run wrote, if that is so, and otherwise that nothing more of it leaves.
    private func close(_ snapshot: Snapshot, _ state: inout RunState) {
        guard state.mayCloseRun, state.knowsAll else {
            // If that cannot be noted, the run counts as one that died.
            try? snapshot.change { try $0.leaveRun(at: options.run.time.date, knowingAll: state.knowsAll) }
            return
        }
        do {
            try snapshot.change { try $0.closeRun() }
        } catch {
            state.warn("That the run has ended could not be noted, so the next one reads more: \(error)")
        }
    }

    /// Gives the progress of one of the runs on as that of the whole.
    private func forwarding(
        to progress: AsyncStream<Progress>.Continuation?, _ state: RunState, laterRequests: Int
    ) -> (@Sendable (ProgressUpdates) async -> Void)? {
        guard let progress else { return nil }
        return { [table] updates in
            for await update in updates {
                progress.yield(update.continuing(state, laterRequests: laterRequests, over: table))
            }
        }
    }
}

extension PlanOperation {
    /// Whether the step changes cells of a record that is there.
    fileprivate var changesRecord: Bool {
        switch self {
        case .update, .archive: true
        case .create, .delete, .unchanged, .skipped, .invalid, .adopt: false
        }
    }
}

extension PlanHeader {
    /// The part of the table's schema that the plan manages, with the fields besides that `whole` tells of: into those only others
    /// write.
    func schema(within whole: TableSchema?) -> TableSchema {
        let names = Set(managed.fields.map(\.name))
        let ids = Set(managed.fields.map(\.id))
        let others = whole?.fields.filter { !names.contains($0.name) && !ids.contains($0.id) } ?? []
        return TableSchema(
            id: target.table, name: target.name, primaryFieldID: managed.key[0].id, fields: managed.fields + others)
    }
}
