import GRDB
import TableModel

/// What may be under way of the run that was at work last.
extension Journal {
    /// The run that was at work on a table last, and its last event; nil if none has sent anything.
    func lastAtWork(on table: TableID) throws -> (run: JournalledRun, event: Int64)? {
        let runs = try runs().filter { $0.description.target.table == table }
        return try reading { database in
            try runs.compactMap { run in
                let event = try Int64.fetchOne(database, sql: JournalSchema.lastEvent, arguments: [run.number])
                return event.map { (run, $0) }
            }.max { $0.1 < $1.1 }
        }
    }

    /// What is in doubt of the run that was at work last, up to its last event. What earlier runs had in doubt is over: this one waited
    /// for it.
    func doubtsUnderWay(of run: JournalledRun, _ last: Int64) throws -> [Doubt] {
        let isSettled = run.ending.map { [.complete, .undone, .incomplete].contains($0.kind) } ?? false
        guard !isSettled, run.description.quietEvent != last else { return [] }
        return try ledger(of: run).unknown.map(\.doubt)
    }
}
