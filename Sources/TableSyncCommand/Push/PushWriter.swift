import AirtableAPI
import Locking
import TableModel
import TableSync
import TabularFiles

/// Creates a record for every good row of a file that has been checked, and sums up.
struct PushWriter: Sendable {
    let request: SourceRequest
    let carrier: PlanCarrier
    /// Where the journal is.
    let place: PlanPlace
    let file: TabularFile
    let table: TargetTable
    let form: RowForm
    let check: FileCheck

    private var connection: Connection { carrier.connection }
    private var output: PushOutput { carrier.output.events }

    /// - Returns: How the command ends; nil if all is well.
    func write() async throws -> Exit? {
        let invalid = Guarded(0)
        // The problems that the check kept have been told.
        let untold = Guarded(-check.problems.count)
        let rows = GoodRows(file: file, form: form) { [output] problems in
            invalid.withLock { $0 += 1 }
            for problem in problems
            where untold.withLock({
                $0 += 1
                return $0 > 0
            }) {
                output.emit(problem.event)
            }
        }
        var interruption: InterruptedRun?
        let report: Report
        do {
            report = try await run(rows)
        } catch let error as InterruptedRun {
            interruption = error
            report = error.report
        }
        let summary = summary(report, invalid: invalid.withLock { $0 }, interruption)
        carrier.output.note(report.warnings)
        if let rollback = report.rollback { carrier.output.tell(rollback, isRehearsal: false) }
        output.emit(.summary(summary))
        if let run = report.run, let remedy = RunRemedy(run, report, flags: carrier.flags) {
            carrier.output.tell(remedy)
        }
        guard summary.accounted == summary.rows else {
            throw CommandError(
                .internalError,
                "This should not happen: \(file.name) has \(summary.rows) rows, but \(summary.accounted) are accounted "
                    + "for. Please report it.")
        }
        if let interruption { throw CommandError(Exit(summary), "\(interruption)") }
        return summary.exitCode == 0 ? nil : Exit(summary)
    }

    private func run(_ rows: GoodRows) async throws -> Report {
        var options = connection.runOptions(table.schema, typecast: request.typecast)
        options.lasting += table.lasting
        options.rowCount = check.goodRows
        options.stopSignal = carrier.interrupts.stop
        options.journal = JournalPlace(
            stateFolder: place.stateFolder, target: table.target(in: connection.base, of: place.service),
            title: "push \(file.name)")
        let remote = connection.base.table(table.address).titled("\"\(table.schema.name)\"")
        options.maxErrors = request.maxErrors.map { $0 - check.badRows }
        let outcomes: @Sendable (RowOutcome) async throws -> Void = { [output] outcome in
            // Without a key, a row that may have been written must not be sent again.
            let isFailed = if case .failed = outcome.result { true } else { false }
            output.emit(outcome: outcome, mayBeSentAgain: isFailed)
        }
        let follow: @Sendable (ProgressUpdates) async -> Void = {
            [output, connection, title = table.schema.name] updates in
            await output.follow(updates, title: title, over: connection)
        }
        return try await remote.bulkCreate(
            rows, onError: request.onError, options: options, outcomes: outcomes, progress: follow)
    }

    private func summary(_ report: Report, invalid: Int, _ interruption: InterruptedRun?) -> PushSummary {
        let counts = report.counts
        var summary = PushSummary(file: file.name, table: table.schema.name, rows: check.rows)
        summary.created = counts.created
        summary.failed = counts.failed + invalid
        summary.unknown = counts.unknown
        summary.notAttempted = counts.notAttempted
        summary.rolledBack = counts.rolledBack
        summary.run = report.run
        summary.requests = connection.requestsSent()
        summary.repeats = report.repeats
        summary.penalty = report.penalty
        summary.duration = report.duration
        if let interruption {
            // The run reads to the end whatever stops it, unless the file cannot be read any more. The check has read, counted and told
            // what is beyond: good rows that the run did not take in were not attempted, whatever became of those that it did.
            summary.failed += check.badRows - invalid
            summary.notAttempted += check.goodRows - counts.rowsIn
            summary.stopped = "Stopped: \(interruption.underlying)"
            summary.isErrorToCome = true
            summary.exitCode = Exit(interruption).code
            return summary
        }
        let exit = Exit(report, signal: carrier.interrupts.signal) ?? (invalid > 0 ? .rowsIncomplete : nil)
        summary.stopped = report.stopped.map {
            StopWording.sentence($0, signal: carrier.interrupts.signal, hasAppended: counts.created > 0)
        }
        summary.exitCode = exit?.code ?? 0
        return summary
    }
}
