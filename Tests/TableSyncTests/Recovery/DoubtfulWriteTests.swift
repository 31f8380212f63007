import Foundation
import TableModel
import Testing

@testable import TableSync

/// What a look-up says of a write whose answer was lost, case by case.
struct DoubtfulWriteTests {
    private typealias Scene = JournalScene
    private let content = RowContent(schema: JournalScene.schema)
    private let sentAt = Date(timeIntervalSince1970: 1_768_478_400.7)

    private func write(
        _ verb: WriteChunk.Verb, id: RecordID? = nil, _ fields: Fields = [:], before: Fields? = nil, operation: Int = 0,
        sentAt: ClosedRange<Date>? = nil
    ) -> DoubtfulWrite {
        DoubtfulWrite(
            operation: operation, verb: verb, element: .init(id: id, fields: fields), before: before,
            sentAt: sentAt ?? self.sentAt...self.sentAt)
    }

    private func name(_ verdict: DoubtfulWrite.Verdict?) -> String {
        switch verdict {
        case .done(.created(let record)): "created \(record.id)"
        case .done(.updated): "updated"
        case .done(.deleted): "deleted"
        case .notDone: "not done"
        case .open(let failure): failure.code.rawValue
        default: "else"
        }
    }

    @Test func `an update was applied, was not, or met somebody else's`() {
        let id = Scene.id(1)
        let update = write(.update, id: id, ["name": "new", "seats": .null], before: ["name": "old", "seats": 3])
        let cases: [(Fields?, String)] = [
            (["name": "new"], "updated"), (["name": "old", "seats": 3], "not done"),
            (["name": "theirs", "seats": 3], "conflict"), (nil, "conflict"),
            // Cells are written together or not at all: a mixture is somebody else's work.
            (["name": "new", "seats": 3], "conflict"),
        ]
        for (fields, wanted) in cases {
            #expect(name(update.verdict(on: fields.map { Scene.record(1, $0) }, content)) == wanted, "\(wanted)")
        }
        let blind = write(.update, id: id, ["name": "new"])
        #expect(name(blind.verdict(on: Scene.record(1, ["name": "old"]), content)) == "unsettled")
        #expect(name(blind.verdict(on: Scene.record(1, ["name": "new"]), content)) == "updated")
    }

    @Test func `a delete was applied if the record is gone`() {
        let delete = write(.delete, id: Scene.id(1))
        #expect(name(delete.verdict(on: nil, content)) == "deleted")
        #expect(name(delete.verdict(on: Scene.record(1, [:]), content)) == "not done")
    }

    @Test func `a record of a create's key is ours only if it is new and holds the cells`() {
        let cells: Fields = ["email": "a@x", "name": "new"]
        let new = Scene.record(1, created: 0, cells)
        let old = Scene.record(2, created: -1, cells)
        let other = Scene.record(3, created: 5, ["email": "a@x", "name": "theirs"])
        for verb in [WriteChunk.Verb.create, .upsert(matching: ["email"])] {
            let create = write(verb, cells)
            #expect(name(create.verdict(amongKeyed: [], content)) == "not done")
            #expect(name(create.verdict(amongKeyed: [new], content)) == "created \(new.id)")
            #expect(name(create.verdict(amongKeyed: [old, new], content)) == "created \(new.id)")
            #expect(name(create.verdict(amongKeyed: [other], content)) == "conflict")
            #expect(name(create.verdict(amongKeyed: [old], content)) == (verb == .create ? "conflict" : "updated"))
        }
    }

    @Test func `a record with cells that no row sent is not taken for ours, but computed ones do not count`() {
        let cells: Fields = ["email": "a@x", "name": "new"]
        let own = Scene.record(1, created: 1, ["email": "a@x", "name": "new", "number": 7, "seats": .null])
        let theirs = Scene.record(1, created: 1, ["email": "a@x", "name": "new", "number": 7, "seats": 3])
        let create = write(.create, cells)
        let upsert = write(.upsert(matching: ["email"]), cells)
        #expect(name(create.verdict(amongKeyed: [own], content)) == "created \(own.id)")
        #expect(name(create.verdict(amongKeyed: [theirs], content)) == "conflict")
        #expect(name(upsert.verdict(amongKeyed: [own], content)) == "created \(own.id)")
        #expect(name(upsert.verdict(amongKeyed: [theirs], content)) == "updated")
        let keyless = { (record: TableModel.Record) in
            DoubtfulWrite.verdicts(on: [create], amongCreated: [record], claimed: [], content)
        }
        #expect(name(keyless(own)[0]) == "created \(own.id)")
        #expect(name(keyless(theirs)[0]) == "unsettled")
        // Of a table whose fields are not known nobody can tell which cells are computed.
        let blind = RowContent(schema: nil)
        #expect(name(create.verdict(amongKeyed: [own], blind)) == "created \(own.id)")
    }

    @Test func `creates of one request without a key are all there, or none, or nobody knows`() {
        let writes = [
            write(.create, ["name": "a"], operation: 0), write(.create, ["name": "a", "seats": 1], operation: 1),
            write(.create, ["name": "a"], operation: 2),
        ]
        let records = [
            Scene.record(1, created: 1, ["name": "a", "seats": 1]), Scene.record(2, created: 1, ["name": "a"]),
            Scene.record(3, created: 1, ["name": "a"]),
        ]
        let verdicts = { (records: [Record], claimed: Set<RecordID>) in
            DoubtfulWrite.verdicts(on: writes, amongCreated: records, claimed: claimed, content)
        }
        let all = verdicts(records, [])
        #expect(name(all[1]) == "created \(Scene.id(1))")
        #expect(Set([name(all[0]), name(all[2])]) == ["created \(Scene.id(2))", "created \(Scene.id(3))"])
        for few in [verdicts(Array(records.prefix(2)), []), verdicts(records, [Scene.id(3)])] {
            #expect((0..<3).map { name(few[$0]) } == ["unsettled", "unsettled", "unsettled"])
        }
        let none = verdicts([Scene.record(4, created: -1, ["name": "a"])], [])
        #expect((0..<3).map { name(none[$0]) } == ["not done", "not done", "not done"])
    }

    @Test func `what may be ours if a clock was set is neither taken for ours nor sent again`() {
        let sentAt = sentAt.addingTimeInterval(-60)...sentAt.addingTimeInterval(60)
        let create = write(.create, ["name": "a"], sentAt: sentAt)
        let cases = [(-61, "not done"), (-60, "unsettled"), (59, "unsettled"), (60, "created")]
        for (second, wanted) in cases {
            let record = Scene.record(1, created: second, ["name": "a"])
            let verdicts = DoubtfulWrite.verdicts(on: [create], amongCreated: [record], claimed: [], content)
            #expect(name(verdicts[0]).hasPrefix(wanted), "second \(second)")
            let others = DoubtfulWrite.verdicts(on: [create], amongCreated: [record], claimed: [record.id], content)
            #expect(name(others[0]) == "not done")
            let keyed = name(create.verdict(amongKeyed: [record], content))
            #expect(keyed.hasPrefix(wanted == "created" ? wanted : "conflict"), "second \(second)")
        }
    }

    @Test func `when something was sent is as uncertain as the clock`() {
        let doubt = Doubt(Place(event: 1, element: 0), at: sentAt, clockLead: nil)
        let at = { (seconds: Double) in sentAt.addingTimeInterval(seconds) }
        #expect(doubt.sentAt(ahead: -5) == at(-5)...at(-5))
        #expect(doubt.sentAt(aheadNow: 0, at: at(1)) == at(-60)...at(0))
        #expect(doubt.sentAt(aheadNow: 3_600, at: at(1)) == at(-60)...at(3_600))
        #expect(doubt.sentAt(aheadNow: -3_600, at: at(1)) == at(-3_660)...at(0))
        #expect(doubt.sentAt(aheadNow: 3_600, at: at(-1)) == Date(timeIntervalSince1970: 0)...at(3_600))
        #expect(doubt.sentAt(aheadNow: 0, at: at(-1)) == Date(timeIntervalSince1970: 0)...at(0))
    }

    /// Cells that the service does not store as they are sent.
    private static let rewriting = RowContent(
        schema: TableSchema(
            id: Scene.schema.id, name: "Notes", primaryFieldID: FieldID(unchecked: "fldname"),
            fields: [
                Scene.field("name", .singleLineText), Scene.field("notes", .richText),
                Scene.field("boss", .multipleRecordLinks),
            ]))

    @Test func `rich text that the service wrote anew is what was written`() {
        let sent: Fields = ["name": "a", "notes": "some *star* text"]
        let create = write(.create, sent)
        let cases: [(Fields, String)] = [
            (["name": "a", "notes": "some _star_ text\n"], "created rec00000000000001"),
            (["name": "a", "notes": "other text\n"], "conflict"), (["name": "a"], "conflict"),
        ]
        for (stored, expected) in cases {
            #expect(name(create.verdict(amongKeyed: [Scene.record(1, created: 5, stored)], Self.rewriting)) == expected)
        }
        let update = write(.update, id: Scene.id(1), ["notes": "some *star* text"], before: ["notes": "plain\n"])
        for (stored, expected) in [
            ("some _star_ text\n", "updated"), ("plain\n", "not done"), ("else\n", "conflict"),
        ] {
            #expect(name(update.verdict(on: Scene.record(1, ["notes": .string(stored)]), Self.rewriting)) == expected)
        }
    }

    @Test func `a row of which no stored cell is known is not said to be absent if something appeared`() {
        let create = write(.create, ["boss": .list(["Ada"])])
        let verdicts = { (records: [TableModel.Record]) in
            DoubtfulWrite.verdicts(on: [create], amongCreated: records, claimed: [], Self.rewriting)
        }
        #expect(name(verdicts([])[0]) == "not done")
        let other = Scene.record(1, created: 5, ["boss": .list([.string(Scene.id(2).rawValue)])])
        #expect(name(verdicts([other])[0]) == "unsettled")
    }
}
