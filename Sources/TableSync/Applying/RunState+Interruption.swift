extension RunState {
    /// The writing was interrupted, whose rows are the operations `numbers`; gives the interruption of the whole. Nothing is
    /// deleted then: `deletes` are left.
    func interrupted(
        _ part: InterruptedRun, whileWriting log: SnapshotLog, _ numbers: RowNumbers, leaving deletes: Int
    ) -> InterruptedRun {
        var whole = self
        do {
            try log.countRest(after: part.report.counts.rowsIn)
            whole.take(part.report, log, numbers)
        } catch {
            whole.take(part.report, log, numbers)
            whole.giveUpWrites(after: log.tally)
        }
        whole.giveUpDeletes(deletes)
        return whole.interruption(part, after: self)
    }

    /// The deleting was interrupted; `found` is what was found while the records were read, and `deletes` are left.
    func interrupted(
        _ part: InterruptedRun, whileDeleting log: SnapshotLog, _ numbers: RowNumbers, _ found: DeleteFindings.Found,
        _ snapshot: Snapshot?, leaving deletes: Int
    ) -> InterruptedRun {
        var whole = self
        whole.take(part.report, log, numbers)
        whole.take(found, snapshot)
        whole.giveUpDeletes(deletes)
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
