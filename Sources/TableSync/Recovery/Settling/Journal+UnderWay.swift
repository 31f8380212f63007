import FoundationEssentials
import GRDB
import TableModel

/// Which run was at work last, of which something may be under way.
extension Journal {
    /// The number of the last event of a run, and when it was; nil if the run has none.
    func lastEvent(of run: JournalledRun) throws -> (number: Int64, date: Date)? {
        try reading { database in
            try GRDB.Row.fetchOne(database, sql: JournalSchema.lastEvent, arguments: [run.number]).map { row in
                (row["number"], Date(timeIntervalSince1970: row["at"]))
            }
        }
    }

    /// The run that was at work on a table last; nil if none has sent anything.
    func lastAtWork(on table: TableID) throws -> LastWork? {
        let runs = try runs().filter { $0.description.target.table == table }
        let works = try runs.compactMap { run in
            try lastEvent(of: run).map { LastWork(run: run, event: $0.number) }
        }
        return works.max { $0.event < $1.event }
    }

    /// A run, and the number of its last event.
    struct LastWork: Sendable {
        let run: JournalledRun
        let event: Int64

        /// Whether something that the run sent may be under way: not if it knows all that it did, or if somebody has waited for it.
        var mayHaveDoubts: Bool {
            let knowsAll = run.ending.map { [.complete, .undone].contains($0.kind) } ?? false
            return !knowsAll && run.description.quietEvent != event
        }
    }
}
