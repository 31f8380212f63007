import GRDB

@testable import TableSync

extension Journal {
    /// Removes a run alone, as earlier versions have done whatever else spoke of it.
    func forget(_ run: JournalledRun) throws {
        try writing { try $0.execute(sql: JournalSchema.deleteRun, arguments: [run.number]) }
    }
}
