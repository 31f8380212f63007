import FoundationEssentials
import RateLimiting
import TableModel

/// The end of a bulk verb that has a journal: undoes the run if that is called for, and writes down how it ended.
struct JournalledVerb<Table: RemoteTable>: Sendable {
    let table: Table
    let journal: Journal
    let run: JournalledRun
    let onError: ErrorStrategy
    let options: RunOptions
    /// Gets the outcomes that a rollback revised.
    let outcomes: (@Sendable (RowOutcome) async throws -> Void)?
    /// Reads how far each part of a rollback is; nil if nobody wants to know.
    let progress: (@Sendable (ProgressUpdates) async -> Void)?

    /// - Throws: ``InterruptedRun`` if the run could not be rolled back for a reason of ours; `CancellationError`.
    func end(_ report: Report) async throws -> Report {
        var report = report
        report.run = run.id
        // The end that is noted next cannot be noted either if this cannot, and says so.
        if report.stopped == nil, run.description.rowCount != report.counts.rowsIn {
            try? journal.note(rowCount: report.counts.rowsIn, of: run)
        }
        guard onError == .rollback, report.callsForRollback else {
            report.warnings += [journal.noteEnd(of: run, report.ending(at: options.time.date))].compactMap(\.self)
            return report
        }
        do {
            try await rollBack(&report)
        } catch {
            // What was rolled back has its ending, whatever became of the outcomes.
            if report.rollback == nil { stop(for: error) }
            if error is CancellationError { throw error }
            throw InterruptedRun(underlying: error, report: report)
        }
        return report
    }

    /// Gives the interruption with what was made of the run.
    func end(_ interruption: InterruptedRun) async -> InterruptedRun {
        var report = interruption.report
        report.run = run.id
        var (underlying, rollbackFailure) = (interruption.underlying, (any Error)?.none)
        if onError == .rollback, !(interruption.underlying is JournalError) {
            do {
                try await rollBack(&report)
            } catch let error as AccountingError where report.rollback != nil {
                // To have lost count is worse than whatever it was.
                underlying = error
            } catch {
                // Whoever takes the outcomes may throw when all is taken back.
                rollbackFailure = report.rollback == nil ? error : nil
            }
        } else {
            stop(for: interruption.underlying)
        }
        return InterruptedRun(underlying: underlying, report: report, rollbackFailure: rollbackFailure)
    }

    /// Notes that the run was stopped; what it was stopped by is thrown, so nobody misses the note if it cannot be made.
    func stop(for error: any Error) {
        try? journal.end(run, RunEnding(stoppedBy: error, at: options.time.date))
    }

    private func rollBack(_ report: inout Report) async throws {
        var undoing = options
        undoing.maxRequests = undoing.maxRequests.map { max(0, $0 - report.requests) }
        let begun = options.time.now
        let rollback = try await table.rollBack(run, in: journal, options: undoing, progress: progress)
            .naming(report.failures)
        report.duration += options.time.now - begun
        try report.take(rollback)
        guard let outcomes else { return }
        for page in rollback.revisions.pages(of: 1_000) {
            for outcome in try journal.outcomes(of: run, page, in: rollback) { try await outcomes(outcome) }
        }
    }
}

extension Report {
    fileprivate func ending(at date: Date) -> RunEnding {
        let done = Listing.deeds([
            (counts.created, "record", "created"), (counts.updated, "record", "updated"),
            (counts.deleted, "record", "deleted"),
        ])
        let rest = "\(counts.failed) failed, \(counts.unknown) unknown, \(counts.notAttempted) not attempted"
        // The rows are not in the journal: what can be resumed is to look up what is unknown.
        let kind: RunEnding.Kind = isComplete ? .complete : counts.unknown > 0 ? .stopped : .incomplete
        return RunEnding(kind, at: date, sentence: isComplete ? "\(done)." : "\(done); \(rest).", penalty)
    }
}
