import RateLimiting
import TableModel
import TableSync

/// Finishes a run that was interrupted, and sums up.
struct ResumeJob: Sendable {
    let found: ShelvedRun
    let carrier: RunCarrier
    /// What to do about a refused row; nil for what the run was begun with.
    var onError: ErrorStrategy?
    /// After how many rows that the service refuses now nothing more is written; nil for any number.
    var maxErrors: Int?

    private var run: JournalledRun { found.run }

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            let original = try run.description.undoes.map(found.journal.run) ?? run
            guard original.ending?.kind != .undone else {
                throw CommandError(
                    .invalidSource,
                    "Run \(original.id) was taken back, so there is nothing to go on with. Push again instead.")
            }
            guard let undo = try found.journal.undos(of: original.id).first else { return try await resume() }
            try requireUnfinished(undo, of: original)
            guard run.id == undo.id || !undo.description.isRollback else { return try await resume() }
            // An undo goes on when the same run is undone again; that it deletes has been agreed to.
            let undone = ShelvedRun(run: original, journal: found.journal)
            return try await UndoJob(found: undone, carrier: carrier, isRehearsal: false).run()
        }
    }

    private func requireUnfinished(_ undo: JournalledRun, of original: JournalledRun) throws(CommandError) {
        guard undo.isFinished else { return }
        throw CommandError(
            .invalidSource,
            "Run \(original.id) was taken back in part, so there is nothing to go on with. See what was left with: "
                + "\(RunRemedy.show(undo.id, flags: carrier.flags)). Try that again with: tablesync undo \(original.id)"
                + "\(carrier.flags). Push again to have what the run did once more.")
    }

    /// - Throws: ``CommandError`` with exit code 64 if a limit of errors is given for a run that the first one ends anyway.
    private func requireContinuing() throws(CommandError) {
        let strategy = onError?.rawValue ?? run.description.strategy
        guard maxErrors != nil, strategy != ErrorStrategy.continue.rawValue else { return }
        throw CommandError(
            .usage,
            "--max-errors is for a run that goes on after a refused row, and run \(run.id) was begun with --on-error \(strategy). "
                + "Nothing was written. Say --on-error continue as well, or leave --max-errors out.")
    }

    private func resume() async throws -> Exit? {
        try requireContinuing()
        let begun = carrier.connection.time.now
        let (table, schema) = try await carrier.table(of: run)
        let inDoubt = try found.journal.tally(of: run).inDoubt
        if let successor = try found.supersedingRun {
            carrier.output.note([
                "Run \(successor.id), \(RunLines.title(successor)), has written into the table since. Cells that it wrote as they were "
                    + "before this run are taken for unchanged, and get what this run says."
            ])
        }
        var options = carrier.runOptions(schema, for: run)
        options.maxErrors = maxErrors
        do {
            let report = try await carrier.work(on: found, inDoubt: inDoubt) { [found, onError, carrier, options] in
                try await table.resume(
                    found.run.id, in: found.journal, options: options, onError: onError,
                    progress: carrier.follow(found.run))
            }
            let exit = exit(report)
            let stopped = report.rest?.stopped.map {
                RunStopWording.resume.sentence(
                    $0, signal: carrier.interrupts.signal, shortage: carrier.connection.callsLeft?.reason)
            }
            tell(report, since: begun, stopped: stopped, exit)
            if exit != nil { carrier.output.tell(try carrier.remedy(of: run.id, in: found.journal)) }
            return exit
        } catch let stopped as CommandError {
            // Asked to stop while it waited: the run is as it was.
            carrier.output.tell(try carrier.remedy(of: run.id, in: found.journal))
            throw stopped
        } catch let interruption as InterruptedRun {
            let exit = Exit(interruption)
            if let report = interruption.resumeReport {
                tell(report, since: begun, stopped: "Stopped: \(interruption.underlying)", exit, isInterrupted: true)
                // What stopped the run may keep its journal from being read as well.
                let known = try? carrier.remedy(of: run.id, in: found.journal)
                carrier.output.tell(
                    known ?? RunRemedy(run.id, flags: carrier.flags, goesOn: true, hasWritten: true))
            }
            throw CommandError(exit, "\(interruption)")
        }
    }

    private func tell(
        _ report: ResumeReport, since begun: TimePoint, stopped: String?, _ exit: Exit?, isInterrupted: Bool = false
    ) {
        tell(report)
        if let rollback = report.rollback { carrier.output.tell(rollback, isRehearsal: false) }
        var summary = ResumeSummary(run, report)
        summary.requests = carrier.connection.requestsSent()
        summary.duration = carrier.connection.time.now - begun
        summary.stopped = stopped
        summary.isErrorToCome = isInterrupted
        summary.exitCode = exit?.code ?? 0
        carrier.output.tell(summary)
    }

    private func tell(_ report: ResumeReport) {
        let output = carrier.output
        for outcome in report.settled + (report.rest?.failures ?? []) { output.events.emit(outcome: outcome) }
        output.events.flush()
        let scope = run.description.plan?.basis.scope ?? Scope()
        if let rest = report.rest {
            output.tell(rest.drifts, scope, of: run.id, flags: carrier.flags)
            output.note(rest.warnings)
        }
        output.note(report.warnings)
        if report.withheldDeletes > 0 {
            let records = Wording.count(report.withheldDeletes, "record")
            output.note([
                "\(records) that the run was to delete \(report.withheldDeletes == 1 ? "was" : "were") left alone, since "
                    + "something of it failed before."
            ])
        }
        if run.description.plan == nil {
            output.note([missing(report)].compactMap(\.self))
            output.note([
                "The rows of the run are not in its journal, so what was in doubt was looked up, and no more. Rows that it had not "
                    + "come to are not written; to push the file again would write the others twice, so take the run back first."
            ])
        }
    }

    /// Which rows of a run without a plan were not attempted.
    private func missing(_ report: ResumeReport) -> String? {
        guard let known = report.rowsKnown else { return nil }
        let untried = report.notAttempted.map { $0 + 1 }
        let rows =
            untried.isEmpty
            ? nil
            : "\(untried.count == 1 ? "Row" : "Rows") \(Wording.ranges(untried)) of the \(Wording.count(known)) that could be "
                + "written \(untried.count == 1 ? "was" : "were") not attempted."
        let more =
            report.mayHaveMoreRows
            ? "The run ended before its input did, so there may be more rows than these \(Wording.count(known))." : nil
        return rows.map { [$0, more].compactMap(\.self).joined(separator: " ") } ?? more
    }

    private func exit(_ report: ResumeReport) -> Exit? {
        if let rollback = report.rollback { return rollback.isComplete ? .rolledBack : .undoIncomplete }
        let exit = report.rest.flatMap { Exit($0, signal: carrier.interrupts.signal) }
        return exit ?? (report.isComplete ? nil : .rowsIncomplete)
    }
}
