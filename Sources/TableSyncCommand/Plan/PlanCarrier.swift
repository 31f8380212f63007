import TableModel
import TableSync

/// Carries out a plan that has been shown: asks, writes, sums up.
struct PlanCarrier: Sendable {
    /// Carries out the plan and tells how far it is; `true` stands for time that has gone by since the plan was made.
    typealias Work = @Sendable (Bool, @escaping @Sendable (ProgressUpdates) async -> Void) async throws -> SyncReport

    let connection: Connection
    let output: PlanOutput
    let interrupts: Interrupts
    let confirmation: Confirmation
    /// The options that lead a command to the same service, as they are typed.
    var flags = ""

    /// Carries out a plan that was made a moment ago.
    ///
    /// - Parameter maxErrors: After how many rows that the service refuses nothing more is written; nil for any number.
    /// - Returns: How the command ends; nil if all is well.
    /// - Throws: ``CommandError`` if the plan is not to be carried out; what carrying it out throws.
    func carryOut(
        _ planned: FilePlanner.Planned, maxErrors: Int? = nil
    ) async throws -> Exit? {
        let onError = planned.options.onError
        let isPart = !planned.options.scope.isWholeTable
        let (stop, connection) = (interrupts.stop, connection)
        // Whoever is asked may take any time, in which others may write.
        if confirmation.asks(about: planned.plan) { planned.turn?.end() }
        return try await carryOut(planned.plan, onError: onError) { hasWaited, follow in
            var options = ApplyOptions(run: planned.options.run, onError: onError)
            options.run.maxRequests = connection.callsLeft?.calls
            options.run.schema = planned.options.schema
            options.run.maxErrors = maxErrors
            options.run.stopSignal = stop
            // Otherwise the table was read a moment ago. Of a part of it, that tells nothing of new keys.
            options.verifies = hasWaited || isPart
            options.hasReadPreImages = planned.hasReadRecords && !hasWaited
            options.skipsDrifted = (isPart || !options.hasReadPreImages) && !hasWaited
            return try await connection.withinQuota {
                try await planned.table.carryOut(
                    planned.plan, planned.snapshot, options, stateFolder: planned.options.stateFolder,
                    during: hasWaited ? nil : planned.turn, progress: follow)
            }
        }
    }

    /// Carries out a plan.
    ///
    /// - Parameter onError: Whether rows that cannot be written keep the others from being written.
    /// - Returns: How the command ends; nil if all is well.
    /// - Throws: ``CommandError`` if the plan is not to be carried out; what `work` throws.
    func carryOut(_ plan: Plan, onError: ErrorStrategy = .stop, _ work: @escaping Work) async throws -> Exit? {
        if let refusal = Exit.refusing(plan), plan.isRefused || onError != .continue {
            let reason =
                plan.isRefused
                ? "The plan is refused" : "\(Wording.count(plan.counts.invalid, "row")) cannot be written"
            throw CommandError(refusal, "\(reason), so nothing was written.")
        }
        tellShortage(plan)
        let wasAsked = try confirmation.confirm(plan)
        do {
            let report = try await interrupts.during { [output, connection] in
                try await work(wasAsked) { updates in
                    await output.events.follow(updates, title: plan.header.target.name, over: connection)
                }
            }
            let exit = Exit(report, signal: interrupts.signal)
            tell(report, of: plan, stopped: report.stopped.map(sentence), exit)
            return exit
        } catch let interruption as InterruptedRun {
            let exit = Exit(interruption)
            if let report = interruption.syncReport {
                tell(report, of: plan, stopped: "Stopped: \(interruption.underlying)", exit, isInterrupted: true)
            }
            throw CommandError(exit, "\(interruption)")
        }
    }

    /// How many rows the service may refuse before nothing more is written: so many as may fail, less those that cannot be written.
    ///
    /// - Throws: ``CommandError`` if none is left, so that nothing is written.
    func errorsLeft(of maxErrors: Int?, for plan: Plan) throws(CommandError) -> Int? {
        guard let maxErrors else { return nil }
        let invalid = plan.counts.invalid
        guard invalid < maxErrors else {
            throw CommandError(
                .invalidSource,
                "\(Wording.count(invalid, "row")) cannot be written, and --max-errors stops at \(Wording.count(maxErrors)), so nothing "
                    + "was written. Mend them, or allow more.")
        }
        return maxErrors - invalid
    }

    /// Tells what became of a plan, to its last row, and what can be done now.
    private func tell(
        _ report: SyncReport, of plan: Plan, stopped: String?, _ exit: Exit?, isInterrupted: Bool = false
    ) {
        // Nothing is deleted once a row has failed, so then the failures are those of rows.
        let areRows = report.rows.failed - plan.counts.invalid + report.rows.unknown > 0
        for outcome in report.failures { output.events.emit(outcome: outcome, mayBeSentAgain: areRows) }
        // An interrupted run has not noted them.
        output.tell(
            report.drifts, plan.header.basis.scope, of: isInterrupted ? nil : report.run, flags: flags)
        output.note(report.warnings)
        var summary = PushSummary(plan, report)
        summary.requests = connection.requestsSent()
        summary.stopped = stopped
        summary.isErrorToCome = isInterrupted
        summary.exitCode = exit?.code ?? 0
        if let rollback = report.rollback { output.tell(rollback, isRehearsal: false) }
        output.events.emit(.summary(summary))
        if let run = report.run, let remedy = RunRemedy(run, report, flags: flags) { output.tell(remedy) }
    }

    /// Says so, before the first write or instead of it, if fewer requests may be sent than the plan takes.
    func tellShortage(_ plan: Plan) {
        guard let left = connection.callsLeft, left.calls < plan.cost.toCome else { return }
        output.note([
            "The plan takes \(Wording.count(plan.cost.toCome, "request")), and \(Wording.count(left.calls)) may be sent. "
                + "What is left then is for another run."
        ])
    }

    private func sentence(_ stop: StopReason) -> String {
        guard case .budgetReached = stop else { return StopWording.sentence(stop, signal: interrupts.signal) }
        return "Stopped: \(connection.callsLeft?.reason ?? "no more requests may be sent"). "
            + "What is counted above is written. Push, sync or plan again to go on: what is written is found equal and "
            + "costs nothing."
    }
}
