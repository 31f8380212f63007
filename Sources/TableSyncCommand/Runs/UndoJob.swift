import RateLimiting
import TableModel
import TableSync

/// Takes back what a run did, and sums up.
struct UndoJob: Sendable {
    let found: ShelvedRun
    let carrier: RunCarrier
    /// Whether nothing is written to the table.
    let isRehearsal: Bool

    private var run: JournalledRun { found.run }

    /// - Returns: How the command ends; nil if all is well.
    func run() async throws -> Exit? {
        try await PlanErrors.telling {
            if let original = run.description.undoes { throw UndoRefused(run: run.id, undoes: original) }
            let begun = carrier.connection.time.now
            let tally = try found.journal.tally(of: run)
            if !isRehearsal {
                _ = try carrier.confirmation.confirm(
                    deleting: tally.created, perhaps: tally.createsInDoubt,
                    of: run.description.target.nameWithBase)
            }
            // An earlier part of the work may have left something in doubt as well.
            let undo = try found.journal.undos(of: run.id).first
            let inDoubt = try tally.inDoubt + (undo.map { try found.journal.tally(of: $0).inDoubt } ?? 0)
            let (table, schema) = try await carrier.table(of: run)
            guard let schema else {
                throw CommandError(
                    .notAllowed,
                    "An undo needs the table's schema, which cannot be read with this token. Give it the scope "
                        + "schema.bases:read. Nothing was written.")
            }
            let options = carrier.runOptions(schema, for: run)
            do {
                let report = try await carrier.work(on: found, inDoubt: inDoubt) {
                    [found, carrier, isRehearsal] in
                    try await table.undo(
                        found.run.id, in: found.journal, schema: schema, isRehearsal: isRehearsal, options: options,
                        progress: carrier.follow(found.run))
                }
                let exit = exit(report)
                tell(report, since: begun, exit)
                return exit
            } catch let stopped as CommandError {
                // Asked to stop while it waited. The undo is begun all the same, so that nothing else is done about the run.
                if !isRehearsal { tellHowToGoOn() }
                throw stopped
            } catch let interruption as InterruptedRun {
                let exit = Exit(interruption)
                if let report = interruption.report.rollback {
                    tell(report, since: begun, exit, stoppedBy: interruption.underlying)
                }
                throw CommandError(exit, "\(interruption)")
            }
        }
    }

    /// - Parameter error: What interrupted the undo; nil if the report says itself why it ended.
    private func tell(
        _ report: UndoReport, since begun: TimePoint, _ exit: Exit?, stoppedBy error: (any Error)? = nil
    ) {
        var summary = UndoSummary(run, report, isRehearsal: isRehearsal)
        summary.requests = carrier.connection.requestsSent()
        summary.duration = carrier.connection.time.now - begun
        summary.stopped = report.stopped.map {
            RunStopWording.undo.sentence(
                $0, signal: carrier.interrupts.signal, shortage: carrier.connection.callsLeft?.reason)
        }
        if let error {
            summary.stopped = "Stopped: \(error)"
            summary.isErrorToCome = true
        }
        summary.exitCode = exit?.code ?? 0
        carrier.output.tell(report, isRehearsal: isRehearsal, list: list)
        carrier.output.tell(summary)
        if report.left > 0, !isRehearsal { tellHowToGoOn() }
    }

    /// The command that lists what the undo left; nil for a rehearsal, which no journal has.
    private var list: String? {
        guard !isRehearsal, let undo = try? found.journal.undos(of: run.id).first else { return nil }
        return RunRemedy.list(of: undo.id, flags: carrier.flags)
    }

    private func tellHowToGoOn() {
        var remedy = RunRemedy(run.id, flags: carrier.flags, goesOn: false, hasWritten: false)
        remedy.resume = "tablesync undo \(run.id)\(carrier.flags)"
        carrier.output.tell(remedy)
    }

    private func exit(_ report: UndoReport) -> Exit? {
        switch report.stopped {
        case .refused(let error), .unavailable(let error): Exit(error)
        case .budgetReached: .budgetReached
        case .requested: carrier.interrupts.signal.map(Exit.signal) ?? .undoIncomplete
        case .rowFailed, .schemaChanged, .unsettled, .tooManyErrors: .undoIncomplete
        case nil: report.isComplete ? nil : .undoIncomplete
        }
    }
}
