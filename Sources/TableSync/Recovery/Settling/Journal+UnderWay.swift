import FoundationEssentials
import GRDB
import TableModel

/// What may be under way of the run that was at work last.
extension Journal {
    /// The number of the last event of a run, and when it was; nil if the run has none.
    func lastEvent(of run: JournalledRun) throws -> (number: Int64, date: Date)? {
        try reading { database in
            try GRDB.Row.fetchOne(database, sql: JournalSchema.lastEvent, arguments: [run.number]).map { row in
                (row["number"], Date(timeIntervalSince1970: row["at"]))
            }
        }
    }

    /// The run that was at work on a table last, and its last event; nil if none has sent anything.
    func lastAtWork(on table: TableID) throws -> (run: JournalledRun, event: Int64)? {
        let runs = try runs().filter { $0.description.target.table == table }
        return try runs.compactMap { run in try lastEvent(of: run).map { (run, $0.number) } }.max { $0.1 < $1.1 }
    }

    /// What is in doubt of the run that was at work last, up to its last event. What earlier runs had in doubt is over: this one waited
    /// for it.
    func doubtsUnderWay(of run: JournalledRun, _ last: Int64) throws -> [Doubt] {
        let isSettled = run.ending.map { [.complete, .undone, .incomplete].contains($0.kind) } ?? false
        guard !isSettled, run.description.quietEvent != last else { return [] }
        return try ledger(of: run).unknown.map(\.doubt)
    }
}
