import FoundationEssentials
import RateLimiting
public import TableModel

extension RemoteTable {
    /// Finishes a run that was interrupted: looks up what nobody was told of, and carries out what the run had not come to.
    ///
    ///     let journal = try Journal(in: stateFolder, for: target)
    ///     for run in try journal.runs() where !run.isFinished {
    ///         let report = try await users.resume(run.id, in: journal)
    ///     }
    ///
    /// What was in doubt is sent again only if the table shows that it was not applied; what cannot be told is reported as unknown,
    /// and so is a cell that somebody else changed meanwhile. Records that are not what the plan saw are left out and listed. Rows
    /// that the service refused stay refused. A run without a plan is only looked up.
    ///
    /// - Parameters:
    ///   - id: The run.
    ///   - journal: The journal of the table's base.
    ///   - options: How the requests are sent; its row count is not used, nor is its schema for a run that has a plan.
    ///   - onError: What to do when the service refuses a row; nil for what the run was begun with.
    /// - Throws: ``RunInProgress`` if a run is at work on the table; ``JournalError``; `RemoteError` if the table cannot be read;
    ///   what ``apply(_:options:verifies:skipsDrifted:progress:)`` throws; `CancellationError`.
    public func resume(
        _ id: RunID, in journal: Journal, options: RunOptions = RunOptions(), onError: ErrorStrategy? = nil
    ) async throws -> ResumeReport {
        let run = try journal.run(id)
        let lock = try RunLock([run.description.target], in: journal.stateFolder, since: options.time.date)
        defer { withExtendedLifetime(lock) {} }
        var options = options
        options.schema = run.description.plan?.schema ?? options.schema
        try journal.reopen(run)
        var report = ResumeReport(run: id)
        let settling = Settling(
            journal: journal, run: run, log: journal.log(of: run),
            reader: RepeatingReader(
                self, retry: options.retry, time: options.time, meter: RequestMeter(limit: options.maxRequests)),
            options: options)
        let findings = try await settling(journal.ledger(of: run))
        report.settled = findings.outcomes
        report.requests = findings.cost.requests

        let ledger = try journal.ledger(of: run)
        if let rest = try PlanRest(of: run, in: journal, after: ledger, limits: limits) {
            var apply = ApplyOptions(
                run: options, onError: onError ?? ErrorStrategy(rawValue: run.description.strategy))
            apply.skipsDrifted = true
            apply.run.maxRequests = options.maxRequests.map { max(0, $0 - report.requests) }
            apply.run.log = RenumberedLog(journal.log(of: run, then: options.log), after: ledger.lastAttempt) {
                rest.operations[$0]
            }
            let planRun = PlanRun(table: self, plan: rest.plan, snapshot: nil, options: apply)
            let carriedOut = try await planRun(from: planRun.begin(), progress: nil)
            report.requests += carriedOut.requests
            report.rest = carriedOut
            report.withheldDeletes = rest.withheldDeletes
        }
        let isStopped = report.rest?.stopped != nil || !report.unknown.isEmpty
        let kind: RunEnding.Kind = report.isComplete ? .complete : isStopped ? .stopped : .incomplete
        try journal.end(run, RunEnding(kind, at: options.time.date, sentence: report.sentence))
        return report
    }
}
