import RateLimiting
import TableModel

/// What is known while a plan is carried out: the report so far, and what is still to come.
struct RunState: Sendable {
    var report = SyncReport()
    /// Counts all requests of the run: those of looking again, of writing and of deleting.
    let meter: RequestMeter
    /// Steps that write cells and are still to be sent.
    private(set) var writesToCome: Int
    /// Those of them that are rows of the source; the others archive records.
    private(set) var rowsToCome: Int
    /// Records that are still to be deleted.
    private(set) var deletesToCome: Int

    /// How the rows of the parts that have ended did.
    private(set) var done = Report.Counts()

    /// Whether the snapshot may be told that all is known of what was written, if so it is in the end.
    var mayCloseRun = false
    /// Whether the snapshot has taken in every outcome.
    private var isNoted = true

    /// When the run began.
    let begunAt: TimePoint
    /// What is left out, since somebody changed, deleted or created it.
    private(set) var leftOut = Drifts()

    init(_ counts: PlanCounts, at now: TimePoint, meter: RequestMeter) {
        begunAt = now
        self.meter = meter
        report.rows.rowsIn = counts.rowsIn
        report.rows.unchanged = counts.unchanged
        report.rows.skipped = counts.skipped
        report.rows.failed = counts.invalid
        report.vanished.planned = counts.delete + counts.archive
        writesToCome = counts.create + counts.update + counts.archive
        rowsToCome = counts.create + counts.update
        deletesToCome = counts.delete
    }

    /// Whether nothing has gone wrong yet, so that records may be deleted.
    var maySucceed: Bool {
        report.stopped == nil && report.rows.failed + report.rows.unknown + report.rows.notAttempted == 0
            && report.vanished.failed + report.vanished.unknown + report.vanished.notAttempted == 0
    }

    /// Whether all is known of what was written, and the snapshot knows it.
    var knowsAll: Bool { isNoted && report.rows.unknown + report.vanished.unknown == 0 }

    mutating func count(_ cost: ReadCost) {
        report.requests += cost.requests
        report.repeats += cost.repeats
    }

    mutating func warn(_ sentence: String) { report.warnings.append(sentence) }

    /// Leaves out the steps whose records drifted.
    mutating func leaveOut(_ drifts: Drifts, of operations: PlanOperations) async throws {
        leftOut = drifts
        report.drifts = drifts.all
        guard !drifts.isEmpty else { return }
        for try await step in operations where drifts.contains(step) {
            switch step {
            case .create, .update:
                report.rows.skipped += 1
                writesToCome -= 1
                rowsToCome -= 1
            case .archive:
                report.vanished.drifted += 1
                writesToCome -= 1
            case .delete:
                report.vanished.drifted += 1
                deletesToCome -= 1
            case .unchanged, .skipped, .invalid, .adopt: break
            }
        }
    }

    /// Takes in what one of the runs did.
    ///
    /// - Parameter numbers: The operations of its rows.
    mutating func take(_ run: Report, _ log: SnapshotLog, _ numbers: RowNumbers) {
        done.add(run.counts)
        let tally = log.tally
        report.rows.add(tally.rows)
        report.vanished.add(tally.vanished)
        report.failures += run.failures.map { $0.renumbered { numbers[$0] } }
        report.requests += run.requests
        report.repeats += run.repeats
        report.penalty += run.penalty
        report.stopped = report.stopped ?? run.stopped
        if let problem = log.problem {
            isNoted = false
            warn(problem)
        }
    }

    /// Takes in what was found while the records to delete were read.
    mutating func take(_ found: DeleteFindings.Found, _ snapshot: Snapshot?) {
        self.count(found.cost)
        for drift in found.drifts {
            if drift.kind == .gone { report.vanished.alreadyGone += 1 } else { report.vanished.drifted += 1 }
        }
        report.drifts += found.drifts.filter { $0.kind != .gone }
        let gone = found.drifts.filter { $0.kind == .gone }.map(\.id)
        do {
            try snapshot?.change { change in for id in gone { try change.forget(id) } }
        } catch {
            isNoted = false
            warn("Records that are gone could not be noted: \(error)")
        }
        if let failure = found.failure { stop(failure) }
    }

    /// Notes why nothing more is done, unless something else was the reason before.
    private mutating func stop(_ error: RemoteError) {
        report.stopped = report.stopped ?? StopReason(error, after: report.requests)
    }

    /// Nothing is written, since a row of the plan failed already and would have it all undone.
    mutating func stopBeforeWriting() { report.stopped = .rowFailed }

    /// Notes a step that is not carried out.
    mutating func leave(_ write: PlannedWrite) {
        if write.kind == .archive { report.vanished.notAttempted += 1 } else { report.rows.notAttempted += 1 }
    }

    /// Notes that the writes that have no outcome are not attempted. A plan that cannot be read any more has no steps to be counted: what
    /// it says there are, less those that were counted, is all that is known.
    mutating func giveUpWrites(after told: SyncReport.Tally) {
        report.rows.notAttempted += rowsToCome - told.rows.recorded
        report.vanished.notAttempted += writesToCome - rowsToCome - told.vanished.recorded
    }

    /// Notes that so many records are not deleted.
    mutating func giveUpDeletes(_ count: Int) { report.vanished.notAttempted += count }

    /// The report, if everything is accounted for.
    func result() throws -> SyncReport {
        try report.requireAccounts()
        var report = report
        // A read that failed has told nobody what it cost.
        report.requests = meter.requests
        report.repeats = meter.repeats
        report.isNoted = knowsAll
        // A part of the run knows the requests of that part.
        if case .budgetReached = report.stopped { report.stopped = .budgetReached(requests: report.requests) }
        return report
    }
}

extension RowOutcome {
    /// The outcome of the operation that the row is.
    func renumbered(_ operation: (Int) -> Int) -> RowOutcome {
        RowOutcome(index: operation(index), line: line, result: result)
    }
}

extension Report.Counts {
    mutating func add(_ other: Report.Counts) {
        rowsIn += other.rowsIn
        created += other.created
        updated += other.updated
        deleted += other.deleted
        alreadyGone += other.alreadyGone
        failed += other.failed
        unknown += other.unknown
        notAttempted += other.notAttempted
        rolledBack += other.rolledBack
        restored += other.restored
    }
}

extension SyncReport.Rows {
    fileprivate mutating func add(_ other: SyncReport.Rows) {
        rowsIn += other.rowsIn
        created += other.created
        updated += other.updated
        unchanged += other.unchanged
        skipped += other.skipped
        failed += other.failed
        unknown += other.unknown
        notAttempted += other.notAttempted
        rolledBack += other.rolledBack
    }
}

extension SyncReport.Vanished {
    mutating func add(_ other: SyncReport.Vanished) {
        deleted += other.deleted
        archived += other.archived
        alreadyGone += other.alreadyGone
        drifted += other.drifted
        failed += other.failed
        unknown += other.unknown
        notAttempted += other.notAttempted
    }
}
