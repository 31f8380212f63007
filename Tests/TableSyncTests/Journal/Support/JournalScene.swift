import Foundation
import JSONText
import RateLimiting
import TableModel

@testable import TableSync

/// A table with four fields, and what tests of the journal say of it.
enum JournalScene {
    static let schema = TableSchema(
        id: TableID(unchecked: "tblJournalJournal"), name: "Users", primaryFieldID: FieldID(unchecked: "fldemail"),
        fields: [
            field("email", .singleLineText), field("name", .singleLineText), field("seats", .number),
            field("boss", .multipleRecordLinks), field("files", .multipleAttachments), field("number", .autoNumber),
        ])
    static let target = PlanTarget(
        service: "api.example.com", base: "appJournalJournal", table: schema.id, name: schema.name)

    /// Another table of the base.
    static func target(_ table: String) -> PlanTarget {
        PlanTarget(service: target.service, base: target.base, table: TableID(unchecked: table), name: table)
    }

    static func field(_ name: String, _ type: FieldType) -> FieldSchema {
        FieldSchema(id: FieldID(unchecked: "fld" + name), name: name, type: type)
    }

    static func id(_ number: Int) -> RecordID {
        let digits = String(number)
        return RecordID(unchecked: "rec" + String(repeating: "0", count: 14 - digits.count) + digits)
    }

    static func record(_ number: Int, created second: Int = 0, _ fields: Fields) -> Record {
        Record(
            id: id(number), createdTime: Date(timeIntervalSince1970: 1_768_478_400 + Double(second)), fields: fields)
    }

    /// Opens the journal of the table's base.
    static func journal(in folder: String, time: any TimeSource = SystemTime()) throws -> Journal {
        try Journal(in: folder, for: target, time: time)
    }

    static let description = RunDescription("import", target: target, strategy: "stop", key: ["email"])
    static let error = RemoteError(
        .noAnswer, status: 502, type: "BAD", message: "the connection ended", attempted: "create 2 records")
}
