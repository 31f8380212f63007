import TableModel
import TableSync
import TabularFiles

/// Pushes rows that have a key: holds them against what is known of the table, makes what is missing, writes what differs.
struct PlannedPush: Sendable {
    let request: SourceRequest
    let file: TabularFile
    let found: FoundTable
    let planner: FilePlanner
    let carrier: PlanCarrier
    /// Whether to say how the table's state could be known.
    let explains: Bool
    /// Whether the exit code of a dry run says that there are changes.
    let tellsChanges: Bool

    private var output: PlanOutput { carrier.output }

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let rowCount = try await rowCount()
            if request.isDryRun { return try await show(rowCount) }
            guard found.table.requestsToMake > 0 else {
                return try await push(planner.plan(file, for: found, rowCount: rowCount, isCarriedOut: true))
            }
            // Nothing is made for a file that is not written.
            let draft = try await planner.draft(file, for: found)
            if let exit = try await refuse(draft) { return exit }
            return try await carrier.interrupts.during { try await makeAndPush(draft, rowCount) }
        }
    }

    /// Counts the rows. If the file cannot be read to its end, what is wrong with the rows before that place is told, too.
    private func rowCount() async throws -> Int {
        do {
            return try await file.rowCount()
        } catch {
            var count = 0
            var rows = FileRows(file: file).makeAsyncIterator()
            while (try? await rows.next()) != nil { count += 1 }
            let readable = try await planner.draft(file, for: found, rows: count)
            _ = try await output.tellProblems(readable)
            throw error
        }
    }

    // MARK: Showing

    private func show(_ rowCount: Int) async throws -> Exit? {
        let plan: Plan
        if found.table.isNew || found.table.drafts.contains(where: { request.key.contains($0.name) }) {
            // No record can have a key of the file.
            plan = try await planner.draft(file, for: found)
        } else {
            let planned = try await planner.plan(file, for: found, rowCount: rowCount)
            planned.snapshot.close()
            if explains { output.explain(planned.choice) }
            plan = planned.plan
        }
        if let preview = found.table.preview { output.note([preview]) }
        try await output.show(
            plan, beforehand: found.table.requestsToMake + (found.table.isNew ? 1 : 0),
            monthlyCalls: carrier.connection.quota.monthlyCalls)
        carrier.tellShortage(plan)
        if let refusal = exit(refusing: plan) { return refusal }
        if plan.counts.invalid > 0 { return .rowsIncomplete }
        return tellsChanges && !plan.isEmpty ? .changesPresent : nil
    }

    // MARK: Writing

    private func makeAndPush(_ draft: Plan, _ rowCount: Int) async throws -> Exit? {
        let maker = TableMaker(connection: carrier.connection, stop: carrier.interrupts.stop)
        var (found, planner) = (found, planner)
        found.table = try await maker.make(found.table)
        guard found.table.requestsToMake == 0 else {
            let done = self.found.table.sentence(madeUpTo: found.table)
            let exit = carrier.interrupts.signal.map(Exit.signal) ?? .rowsIncomplete
            end(draft, exit, "Stopped as asked. \(done), and no row was written; push again to go on.")
            return exit
        }
        // A table that was just made is read in one request, and the next run can build on that.
        if self.found.table.isNew { planner.planning.refresh = .full }
        return try await push(planner.plan(file, for: found, rowCount: rowCount, isCarriedOut: true))
    }

    private func push(_ planned: FilePlanner.Planned) async throws -> Exit? {
        defer { planned.snapshot.close() }
        let plan = planned.plan
        output.note(plan.header.warnings + plan.findings.filter { $0.severity == .warning }.map(\.message))
        if explains { output.explain(planned.choice) }
        if let exit = try await refuse(plan) { return exit }
        _ = try await output.tellProblems(plan)
        return try await carrier.carryOut(planned, maxErrors: request.maxErrors.map { $0 - plan.counts.invalid })
    }

    // MARK: Not writing

    /// Ends the push in a summary if nothing of the plan may be written.
    private func refuse(_ plan: Plan) async throws -> Exit? {
        guard let exit = exit(refusing: plan) else { return nil }
        let count = try await output.tellProblems(plan)
        let fact = count == 0 ? "Nothing" : "\(file.name) has \(Wording.count(count, "problem")); nothing"
        let refusals = plan.findings.filter { $0.severity == .refusal }.map(\.message)
        let remedy =
            refusals.isEmpty
            ? request.remedy(forInvalid: count)
            : refusals.joined(separator: " ")
        end(plan, exit, "\(fact) was written. \(remedy)")
        return exit
    }

    /// How the push ends if nothing of the plan may be written; nil if it may.
    private func exit(refusing plan: Plan) -> Exit? {
        plan.isRefused || request.isStopped(byInvalid: plan.counts.invalid) ? Exit.refusing(plan) : nil
    }

    /// Sums up a push that wrote no row.
    private func end(_ plan: Plan, _ exit: Exit, _ reason: String) {
        let counts = plan.counts
        var summary = PushSummary(file: file.name, table: found.table.schema.name, rows: counts.rowsIn)
        summary.unchanged = counts.unchanged
        summary.skipped = counts.skipped
        summary.failed = counts.invalid
        summary.notAttempted = counts.create + counts.update
        summary.requests = carrier.connection.requestsSent()
        summary.stopped = reason
        summary.exitCode = exit.code
        output.events.emit(.summary(summary))
    }
}
