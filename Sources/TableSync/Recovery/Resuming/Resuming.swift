import FoundationEssentials
import RateLimiting
import TableModel

/// Finishes a run: looks up what is in doubt, then carries out what is left, or undoes it all if a row failed and the run's strategy
/// says so. Who calls it has the table's lock.
struct Resuming<Table: RemoteTable>: Sendable {
    private let table: Table
    /// The table in the words of the run: its plan and its journal have the names that fields had when it began.
    private let renamed: RenamedTable<Table>
    private let names: FieldNames
    private let journal: Journal
    private let run: JournalledRun
    private let options: RunOptions
    private let onError: ErrorStrategy
    private let progress: (@Sendable (ProgressUpdates) async -> Void)?
    private let meter: RequestMeter
    /// The schema of the whole table, if it was given.
    private let schema: TableSchema?

    init(
        _ table: Table, _ journal: Journal, _ run: JournalledRun, _ options: RunOptions, _ onError: ErrorStrategy,
        _ progress: (@Sendable (ProgressUpdates) async -> Void)?
    ) {
        self.table = table
        self.journal = journal
        self.run = run
        self.onError = onError
        self.progress = progress
        schema = options.schema
        meter = RequestMeter(limit: options.maxRequests, within: options.meter)
        names = FieldNames(since: run.description, in: options.schema)
        renamed = RenamedTable(table, names)
        var options = options
        options.schema = options.schema.map(names.then)
        options.schema = run.description.plan?.schema(within: options.schema) ?? options.schema
        self.options = options
    }

    func callAsFunction() async throws -> ResumeReport {
        let isBeingUndone = try journal.undoing(run.id) != nil
        guard schema != nil || !(isBeingUndone || onError == .rollback) else { throw RollbackUnprepared() }
        let upkeep = try SnapshotUpkeep(of: run, in: journal)
        defer { upkeep.snapshot?.close() }
        var report = ResumeReport(run: run.id)
        guard !isBeingUndone else {
            report.rollback = try await rollBack(upkeep).report
            report.requests = meter.requests
            report.penalty = meter.penalty(at: options.time.now)
            report.warnings += [upkeep.problem].compactMap(\.self)
            return report
        }
        try journal.reopen(run)
        do {
            try await upkeep.during { ((), knowsAll: try await finish(&report, upkeep)) }
        } catch {
            throw interruption(error, report)
        }
        report.requests = meter.requests
        report.penalty = meter.penalty(at: options.time.now)
        report.warnings += [upkeep.problem].compactMap(\.self)
        if report.rollback == nil { report.warnings += names.changes }
        if report.rollback == nil { report.warnings += [end(report)].compactMap(\.self) }
        return report
    }

    /// Gives whether all is known of what the run wrote.
    private func finish(_ report: inout ResumeReport, _ upkeep: SnapshotUpkeep) async throws -> Bool {
        let reader = RepeatingReader(
            renamed, retry: options.retry, time: options.time, meter: meter, stop: options.stopSignal)
        let settling = Settling(
            journal: journal, run: run, log: journal.log(of: run), reader: reader, options: options)
        report.settled = try await settling(journal.ledger(of: run)).outcomes
        let telling = try await upkeep.catchUp(reader)

        let ledger = try journal.ledger(of: run)
        report.failedBefore = ledger.countFailed
        if onError == .rollback, ledger.hasFailures {
            report.rollback = try await rollBack(upkeep).report
        } else if run.description.plan == nil {
            let count = max(run.description.rowCount ?? 0, ledger.count)
            report.rowsKnown = count
            report.notAttempted = (0..<count).filter { ledger[$0] == .notAttempted }
            // What earlier versions wrote to the end says so by its ending alone.
            report.mayHaveMoreRows = run.description.rowCount == nil && run.endings.first?.kind != .complete
        } else if let rest = try PlanRest(of: run, in: journal, after: ledger, limits: table.limits) {
            report.withheldDeletes = rest.withheldDeletes
            var carriedOut = try await carryOut(rest, upkeep.snapshot, telling, after: ledger)
            if onError == .rollback, carriedOut.callsForRollback {
                let rollback = try await rollBack(upkeep)
                try carriedOut.take(rollback, of: run, in: journal, only: rest.operations)
                report.rollback = rollback.report
            }
            report.rest = carriedOut
        }
        if report.rollback == nil { try requireAccounts(report, after: ledger) }
        let isUndone = report.rollback?.isComplete ?? true
        return isUndone && report.rest?.isNoted ?? true && report.unknown.isEmpty
    }

    private func carryOut(
        _ rest: PlanRest, _ snapshot: Snapshot?, _ telling: SnapshotTelling?, after ledger: Ledger
    ) async throws -> SyncReport {
        var apply = ApplyOptions(run: options, onError: onError)
        apply.telling = telling
        apply.skipsDrifted = true
        apply.run.meter = meter
        apply.run.maxRequests = options.maxRequests.map { max(0, $0 - meter.requests) }
        apply.run.log = RenumberedLog(journal.log(of: run, then: options.log), after: ledger.lastAttempt) {
            rest.operations[$0]
        }
        let planRun = PlanRun(table: renamed, plan: rest.plan, snapshot: snapshot, options: apply)
        let begun = try await planRun.begin()
        var report = try await ProgressUpdates.following(progress) { try await planRun(from: begun, progress: $0) }
        report.failures = report.failures.map { $0.renumbered { rest.operations[$0] } }
        return report
    }

    private func rollBack(_ upkeep: SnapshotUpkeep) async throws -> Rollback {
        var options = options
        options.schema = schema
        options.meter = meter
        return try await upkeep.during {
            let rollback = try await table.rollBack(
                run, in: journal, options: options, upkeep: upkeep, progress: progress)
            return (rollback, knowsAll: rollback.report.isComplete)
        }
    }

    /// - Throws: ``AccountingError`` unless each step of the run's plan is told of once: by the journal, or by what was carried out
    ///   or withheld now.
    private func requireAccounts(_ report: ResumeReport, after ledger: Ledger) throws {
        guard run.description.plan != nil else { return }
        let carriedOut = report.rest.map { $0.rows.recorded + $0.vanished.recorded } ?? 0
        try AccountingError.check(
            rowsIn: journal.stepCount(of: run),
            recorded: ledger.operations.count + carriedOut + report.withheldDeletes)
    }

    /// What stopped the resume, with what was done until then if that was something on our side.
    private func interruption(_ error: any Error, _ done: ResumeReport) -> any Error {
        try? journal.end(run, RunEnding(.resume, stoppedBy: error, at: options.time.date))
        guard error is InterruptedRun || error is JournalError || error is AccountingError else { return error }
        let part = error as? InterruptedRun
        var (report, rest, whole) = (part?.report ?? Report(), part?.syncReport ?? done.rest, done)
        report.run = run.id
        rest?.run = run.id
        whole.rest = rest
        whole.requests = meter.requests
        whole.penalty = meter.penalty(at: options.time.now)
        var interruption = InterruptedRun(
            underlying: part?.underlying ?? error, report: report, syncReport: rest,
            rollbackFailure: part?.rollbackFailure)
        interruption.resumeReport = whole
        return interruption
    }

    /// Gives why the end could not be noted; nil if it was.
    private func end(_ report: ResumeReport) -> String? {
        let unknown = report.unknown.count + (report.rest.map { $0.rows.unknown + $0.vanished.unknown } ?? 0)
        let isStopped = report.rest?.stopped != nil || unknown > 0
        let kind: RunEnding.Kind = report.isComplete ? .complete : isStopped ? .stopped : .incomplete
        let ending = RunEnding(
            kind, of: .resume, at: options.time.date, sentence: report.sentence, report.penalty)
        return journal.noteEnd(of: run, ending, leavingOut: report.rest?.drifts)
    }
}
