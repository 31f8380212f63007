import FoundationEssentials
import GRDB
import JSONText

import struct TableModel.Record

/// Something to be written into a journal.
struct JournalEntry: Sendable {
    enum Content: Sendable {
        case event(String)
        case preImages([TableModel.Record])
    }

    let run: Int64
    let date: Date
    let content: Content
    /// Whether it must be on the disk, and not only with the system, before the caller goes on.
    let mustLast: Bool

    func write(to database: Database) throws {
        switch content {
        case .event(let json):
            try database.cachedStatement(sql: JournalSchema.insertEvent).execute(
                arguments: [run, date.timeIntervalSince1970, json])
        case .preImages(let records):
            let statement = try database.cachedStatement(sql: JournalSchema.putPreImage)
            for record in records {
                try statement.execute(
                    arguments: [
                        run, record.id.rawValue, record.createdTime.timeIntervalSince1970,
                        JSONValue.object(record.fields.journalJSON).text,
                    ])
            }
        }
    }
}
