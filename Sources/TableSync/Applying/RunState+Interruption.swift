extension RunState {
    /// The writing was interrupted, whose rows are the operations `numbers`; gives the interruption of the whole. Nothing is
    /// deleted then.
    func interrupted(
        _ part: InterruptedRun, whileWriting log: SnapshotLog, _ numbers: RowNumbers
    ) -> InterruptedRun {
        var whole = self
        whole.take(part.report, log, numbers)
        whole.report.addEndings(
            of: part.report.counts, but: log.tally, untaken: writesToCome - part.report.counts.rowsIn, rows: rowsToCome)
        whole.giveUpDeletes(deletesToCome)
        return whole.interruption(part, after: self)
    }

    /// The deleting was interrupted; `found` is what was found while the records were read.
    func interrupted(
        _ part: InterruptedRun, whileDeleting log: SnapshotLog, _ numbers: RowNumbers, _ found: DeleteFindings.Found,
        _ snapshot: Snapshot?
    ) -> InterruptedRun {
        var whole = self
        whole.take(part.report, log, numbers)
        whole.take(found, snapshot)
        let taken = part.report.counts.rowsIn + found.drifts.count
        whole.report.addEndings(of: part.report.counts, but: log.tally, untaken: deletesToCome - taken, rows: 0)
        return whole.interruption(part, after: self)
    }

    /// Gives the interruption with this as the state of the whole; `before` is the state before the part.
    private func interruption(_ part: InterruptedRun, after before: RunState) -> InterruptedRun {
        var (flat, whole) = (part.report, report)
        flat.counts.add(before.done)
        flat.failures = whole.failures
        flat.requests = meter.requests
        flat.repeats = meter.repeats
        flat.penalty = whole.penalty
        whole.requests = meter.requests
        whole.repeats = meter.repeats
        whole.isNoted = false
        var underlying = part.underlying
        // To have lost count is worse than whatever it was.
        do { try whole.requireAccounts() } catch { underlying = error }
        return InterruptedRun(underlying: underlying, report: flat, syncReport: whole)
    }
}

extension SyncReport {
    /// Adds how those operations of a part of the run ended that its log was not told of any more, since it had failed.
    ///
    /// - Parameters:
    ///   - counts: How all of them ended.
    ///   - told: How those ended that the log was told of.
    ///   - untaken: Operations that the part did not come to read.
    ///   - count: How many of its operations are of rows; in a plan they come before those of records that no row names.
    fileprivate mutating func addEndings(
        of counts: Report.Counts, but told: Tally, untaken: Int, rows count: Int
    ) {
        var rowsLeft = max(count - told.rows.recorded, 0)
        func add(
            _ count: Int, _ row: WritableKeyPath<Rows, Int>?, _ record: WritableKeyPath<Vanished, Int>?,
            to report: inout SyncReport
        ) {
            let known = (row.map { told.rows[keyPath: $0] } ?? 0) + (record.map { told.vanished[keyPath: $0] } ?? 0)
            let ofRows = row == nil ? 0 : record == nil ? count - known : min(count - known, rowsLeft)
            rowsLeft -= ofRows
            if let row { report.rows[keyPath: row] += ofRows }
            if let record { report.vanished[keyPath: record] += count - known - ofRows }
        }
        add(counts.created, \.created, nil, to: &self)
        add(counts.updated, \.updated, \.archived, to: &self)
        add(counts.deleted, nil, \.deleted, to: &self)
        add(counts.alreadyGone, nil, \.alreadyGone, to: &self)
        add(counts.failed, \.failed, \.failed, to: &self)
        add(counts.unknown, \.unknown, \.unknown, to: &self)
        add(counts.notAttempted + untaken, \.notAttempted, \.notAttempted, to: &self)
    }
}
