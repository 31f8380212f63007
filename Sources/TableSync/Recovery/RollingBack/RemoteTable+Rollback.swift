import FoundationEssentials
import RateLimiting
import TableModel

extension RemoteTable {
    /// Undoes a run of which a row failed; the caller has the table's lock.
    ///
    /// The schema is read again where the table tells it: what a row failed for may be that a field has another name now. If the table
    /// cannot be read, all is left as it is, and the report says what is still to be undone.
    ///
    /// - Parameters:
    ///   - options: How the requests are sent; the schema is that of the whole table when the run began.
    ///   - upkeep: Keeps up the snapshot of the run's plan; nil if there is none.
    ///   - progress: Runs beside each part of the writing.
    /// - Throws: ``RollbackUnprepared`` without a schema; ``JournalError``; `CancellationError`.
    func rollBack(
        _ run: JournalledRun, in journal: Journal, options: RunOptions, upkeep: SnapshotUpkeep? = nil,
        progress: (@Sendable (ProgressUpdates) async -> Void)? = nil
    ) async throws -> Rollback {
        guard let schema = options.schema else { throw RollbackUnprepared() }
        let before = try journal.ledger(of: run)
        let meter = RequestMeter(within: options.meter)
        var options = options
        options.meter = meter
        var report: UndoReport
        do {
            report = try await undo(
                run, in: journal, schema: schema, isRehearsal: false, isRollback: true, options: options,
                upkeep: upkeep, progress: progress)
        } catch let interruption as InterruptedRun {
            // The run that is rolled back tells what was done.
            throw interruption.underlying
        } catch let error as RemoteError {
            report = UndoReport(run: run.id)
            report.open = Set(before.operations.filter { before[$0].isToBeUndone })
            report.operations = report.open.count
            report.requests = meter.requests
            report.repeats = meter.repeats
            report.penalty = meter.penalty(at: options.time.now)
            report.stopped = StopReason(error, after: meter.requests)
            let ending = RunEnding(
                .stopped, of: .rollback, at: options.time.date,
                sentence: "A row failed, and what the run did could not be rolled back: \(report.sentence)")
            report.warnings += [journal.noteEnd(of: run, ending)].compactMap(\.self)
        }
        return Rollback(report, doubtful: before.unknown.map(\.operation), try journal.ledger(of: run))
    }
}

extension Ledger.Standing {
    /// Whether an undo has to look at the operation.
    fileprivate var isToBeUndone: Bool {
        switch self {
        case .notAttempted, .failed: false
        case .unknown: true
        case .done(let deed): deed.kind != .alreadyGone
        }
    }
}
