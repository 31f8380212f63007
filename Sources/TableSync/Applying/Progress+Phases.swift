import TableModel

extension Progress {
    /// The progress of the run that carries out a part of a plan, as that of the whole.
    func continuing(_ state: RunState, laterRequests: Int, over table: some ReadableTable) -> Progress {
        var whole = self
        whole.counts.add(state.report)
        whole.rowCount = state.report.rows.rowsIn + state.report.vanished.planned
        whole.requests += state.report.requests
        whole.repeats += state.report.repeats
        if let requestsToCome {
            whole.requestsToCome = requestsToCome + laterRequests
            whole.timeLeft = table.forecast(requests: requestsToCome + laterRequests)
        }
        return whole
    }
}

extension Report.Counts {
    /// Adds what is known of a plan's rows and records before a run begins.
    mutating func add(_ report: SyncReport) {
        rowsIn = report.rows.rowsIn + report.vanished.planned
        created += report.rows.created
        updated += report.rows.updated + report.vanished.archived
        deleted += report.vanished.deleted
        alreadyGone += report.vanished.alreadyGone
        failed += report.rows.failed + report.vanished.failed
        unknown += report.rows.unknown + report.vanished.unknown
        notAttempted += report.rows.notAttempted + report.vanished.notAttempted
    }
}
