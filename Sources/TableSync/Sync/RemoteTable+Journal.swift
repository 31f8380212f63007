import FoundationEssentials
import RateLimiting
import TableModel

extension RemoteTable {
    /// Carries out a plan with everything that happens in the journal of its base, and undoes it if a row failed and the strategy
    /// says so; `body` gets the options with that log.
    ///
    /// A run that could not write into its journal has stopped, and cannot note its end there either; the journal then has a run
    /// without one, like that of a process that died.
    func journalled(
        _ plan: Plan, _ begun: RunState, _ snapshot: Snapshot?, _ options: ApplyOptions, stateFolder: String,
        _ body: (ApplyOptions) async throws -> SyncReport
    ) async throws -> SyncReport {
        guard !plan.isEmpty else { return try await body(options) }
        let time = options.run.time
        let journal = try Journal(in: stateFolder, for: plan.header.target, time: time)
        let isRollback = options.onError == .rollback
        var description = RunDescription(
            plan.title, plan: plan, strategy: options.onError.rawValue,
            hasReadPreImages: options.verifies || isRollback
                || plan.header.basis.refresh != RefreshMethod.none.rawValue)
        description.closesSnapshot = begun.mayCloseRun
        let run = try journal.begin(description, carryingOut: plan.operations)
        let upkeep = SnapshotUpkeep(snapshot, then: options.run.log, mayClose: begun.mayCloseRun)
        func rollBack(after requests: Int) async throws -> Rollback {
            var undoing = options.run
            undoing.maxRequests = undoing.maxRequests.map { max(0, $0 - requests) }
            return try await upkeep.during { log in
                undoing.log = log
                let rollback = try await self.rollBack(run, in: journal, options: undoing)
                return (rollback, knowsAll: rollback.report.isComplete)
            }
        }
        var inner = options
        inner.run.log = journal.log(of: run, then: options.run.log)
        do {
            var report = try await body(inner)
            report.run = run.id
            if isRollback, report.callsForRollback {
                do {
                    try await report.take(rollBack(after: report.requests), of: run, in: journal)
                } catch  where !(error is CancellationError) {
                    throw InterruptedRun(underlying: error, report: Report(report))
                }
                report.duration = time.now - begun.begunAt
                report.warnings += [upkeep.problem].compactMap(\.self)
                return report
            }
            do {
                try journal.end(run, report.ending(at: time.date))
            } catch {
                report.warnings.append("That the run has ended could not be noted: \(error)")
            }
            return report
        } catch let interruption as InterruptedRun where isRollback && !(interruption.underlying is JournalError) {
            var report = interruption.report
            report.run = run.id
            // If it cannot be rolled back either, the journal has a run without an end, which can be undone later.
            if let rollback = try? await rollBack(after: report.requests) { report.take(rollback) }
            report.duration = time.now - begun.begunAt
            throw InterruptedRun(underlying: interruption.underlying, report: report)
        } catch {
            try? journal.end(run, RunEnding(.stopped, at: time.date, sentence: "\(error)"))
            throw error
        }
    }
}

extension Plan {
    /// What lists of runs call the run that carries the plan out.
    fileprivate var title: String {
        let verb = header.mode.deletePolicy == nil ? "push" : "sync"
        return "\(verb) \(header.source.name)"
    }
}

extension SyncReport {
    fileprivate func ending(at date: Date) -> RunEnding {
        let isStopped = stopped != nil || rows.notAttempted + vanished.notAttempted > 0
        let done = Listing.deeds([
            (rows.created, "row", "created"), (rows.updated, "row", "updated"),
            (vanished.deleted, "record", "deleted"), (vanished.archived, "record", "archived"),
        ])
        let failed = rows.failed + vanished.failed
        let unknown = rows.unknown + vanished.unknown
        let left = rows.notAttempted + vanished.notAttempted
        let rest =
            isComplete ? "" : "; \(failed) failed, \(unknown) unknown, \(left) not attempted, \(drifts.count) drifted"
        return RunEnding(
            isComplete ? .complete : isStopped ? .stopped : .incomplete, at: date, sentence: done + rest + ".")
    }
}
