import GRDB

@testable import TableSync

extension Journal {
    /// Dates a run so many seconds later, as if the clock had been set back since it began.
    func postdate(_ run: RunID, by seconds: Double) throws {
        try writing {
            try $0.execute(sql: "UPDATE run SET begun = begun + ? WHERE id = ?", arguments: [seconds, run.rawValue])
        }
    }
}
