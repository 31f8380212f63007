import FoundationEssentials
import RateLimiting
import TableModel

/// Carries out a plan with everything that happens in the journal of its base, and undoes it if a row failed and the strategy says
/// so.
struct JournalledPlan<Table: RemoteTable>: Sendable {
    private let table: Table
    private let journal: Journal
    private let run: JournalledRun
    private let options: ApplyOptions
    private let begunAt: TimePoint
    private let upkeep: SnapshotUpkeep
    /// Reads how far each part of a rollback is; nil if nobody wants to know.
    private let progress: (@Sendable (ProgressUpdates) async -> Void)?

    /// Begins the run.
    ///
    /// - Parameters:
    ///   - begun: What is known after the plan was looked at again.
    ///   - snapshot: What is kept up with the table; nil if there is none.
    /// - Throws: ``JournalError``.
    init(
        _ table: Table, _ plan: Plan, _ begun: RunState, _ snapshot: Snapshot?, _ options: ApplyOptions,
        stateFolder: String, progress: (@Sendable (ProgressUpdates) async -> Void)?
    ) throws {
        self.table = table
        self.progress = progress
        self.options = options
        begunAt = begun.begunAt
        journal = try Journal(in: stateFolder, for: plan.header.target, time: options.run.time)
        var description = RunDescription(
            plan.title, plan: plan, strategy: options.onError.rawValue,
            preImages: options.verifies || options.onError == .rollback ? .known(unseen: []) : nil)
        description.closesSnapshot = begun.mayCloseRun
        description.lasting = options.run.lasting
        // What is deleted has cells of fields that the plan does not manage.
        description.fields.merge([FieldID: String](options.run.schema?.fields ?? [])) { planned, _ in planned }
        run = try journal.begin(description, carryingOut: plan.operations)
        upkeep = SnapshotUpkeep(snapshot, of: run, in: journal, mayClose: begun.mayCloseRun)
    }

    /// `body` carries the plan out with the options that it gets.
    ///
    /// A run that could not write into its journal has stopped, and cannot note its end there either; the journal then has a run
    /// without one, like that of a process that died.
    func callAsFunction(_ body: (ApplyOptions) async throws -> SyncReport) async throws -> SyncReport {
        var inner = options
        inner.run.log = journal.log(of: run, then: options.run.log)
        inner.telling = upkeep.snapshot.map { SnapshotTelling($0, of: run.id, after: 0) }
        let report: SyncReport
        do {
            report = try await body(inner)
        } catch let interruption as InterruptedRun {
            throw await end(interruption)
        } catch {
            stop(for: error)
            throw error
        }
        return try await end(report)
    }

    /// Notes that the run ended before it sent anything.
    func giveUp(for error: any Error) {
        let ending = RunEnding(.incomplete, at: options.run.time.date, sentence: "Nothing was sent: \(error)")
        try? journal.end(run, ending)
    }

    private func stop(for error: any Error) {
        try? journal.end(run, RunEnding(stoppedBy: error, at: options.run.time.date))
    }

    private func end(_ report: SyncReport) async throws -> SyncReport {
        var report = report
        report.run = run.id
        if !run.description.preImages.areKnown { report.unrestorable = report.rows.updated + report.vanished.archived }
        guard options.onError == .rollback, report.callsForRollback else {
            let ending = report.ending(at: options.run.time.date)
            report.warnings += [journal.noteEnd(of: run, ending, leavingOut: report.drifts)].compactMap(\.self)
            return report
        }
        do {
            let rollback = try await rollBack(after: report.requests)
            report.rollback = rollback.report
            try report.take(rollback, of: run, in: journal)
        } catch {
            // What was rolled back has its ending.
            if report.rollback == nil { stop(for: error) }
            if error is CancellationError { throw error }
            throw InterruptedRun(underlying: error, report: Report(report), syncReport: report)
        }
        report.duration = options.run.time.now - begunAt
        report.warnings += [upkeep.problem].compactMap(\.self)
        return report
    }

    /// Gives the interruption with what was made of the run.
    private func end(_ interruption: InterruptedRun) async -> InterruptedRun {
        var (report, whole) = (interruption.report, interruption.syncReport)
        report.run = run.id
        whole?.run = run.id
        var rollbackFailure: (any Error)?
        if options.onError == .rollback, !(interruption.underlying is JournalError) {
            do {
                let rollback = try await rollBack(after: report.requests)
                try whole?.take(rollback, of: run, in: journal)
                try report.take(rollback)
            } catch {
                rollbackFailure = error
            }
        } else {
            stop(for: interruption)
        }
        report.duration = options.run.time.now - begunAt
        whole?.duration = report.duration
        whole?.warnings += [upkeep.problem].compactMap(\.self)
        return InterruptedRun(
            underlying: interruption.underlying, report: report, syncReport: whole, rollbackFailure: rollbackFailure)
    }

    private func rollBack(after requests: Int) async throws -> Rollback {
        var undoing = options.run
        undoing.maxRequests = undoing.maxRequests.map { max(0, $0 - requests) }
        return try await upkeep.during {
            let rollback = try await table.rollBack(
                run, in: journal, options: undoing, upkeep: upkeep, progress: progress)
            return (rollback, knowsAll: rollback.report.isComplete)
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
        // What is unknown is for a resume to look up.
        let isStopped =
            stopped != nil || rows.notAttempted + vanished.notAttempted + rows.unknown + vanished.unknown > 0
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
            isComplete ? .complete : isStopped ? .stopped : .incomplete, at: date, sentence: done + rest + ".", penalty)
    }
}
