import Foundation
import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSyncCommand

/// What a mirror is told to do when something went wrong before it: it deletes nothing, even if nobody is asked.
@Suite(.timeLimit(.minutes(30))) struct DisasterTests {
    private static let header = "email,name,seats\n"
    private static let start = header + rows(0..<20)

    private static func rows(_ range: Range<Int>, _ prefix: String = "u") -> String {
        range.map { "\(prefix)\($0)@x.org,N\($0),1\n" }.joined()
    }

    /// The same table as `users` by another name.
    private static let orders: JSONValue = {
        guard case .object(var table) = PushScene.users else { return .null }
        table["name"] = "orders"
        return .object(table)
    }()

    /// A file that is not what it should be, and how a mirror of it ends.
    struct Disaster: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        var arguments: [String] = []
        let code: Int32
        let sign: String
    }

    static let disasters = [
        Disaster(testDescription: "empty file", text: "", code: 3, sign: "users.csv"),
        Disaster(testDescription: "header only", text: header, code: 6, sign: "The source has no rows."),
        Disaster(
            testDescription: "half is gone", text: header + rows(0..<10), code: 6,
            sign: "10 of 20 records would be deleted, more than 10% allows."),
        Disaster(
            testDescription: "another table", text: start, arguments: ["--table", "orders"], code: 6,
            sign: "Is this the right table, and the right key?"),
        Disaster(
            testDescription: "another table's rows", text: header + rows(0..<20, "other"), code: 6,
            sign: "Not one row of the source has the key of a record"),
        Disaster(
            testDescription: "another customer's rows, some of which are the same",
            text: header + rows(0..<3) + rows(0..<17, "other"), code: 6,
            sign: "17 of 20 records would be deleted, more than 10% allows."),
        Disaster(
            testDescription: "key column renamed", text: "mail,name,seats\n" + rows(0..<20), code: 3,
            sign: "--unique names \"email\", but no column of users.csv is written to a field of that name."),
        Disaster(
            testDescription: "another column renamed", text: "email,naem,seats\n" + rows(0..<20), code: 5,
            sign: "The table \"users\" has no field \"naem\"."),
        Disaster(
            testDescription: "key column blank", text: header + String(repeating: ",N,1\n", count: 20), code: 6,
            sign: "No row has a usable key"),
        Disaster(
            testDescription: "some keys blank", text: header + rows(0..<19) + ",N,1\n", code: 3,
            sign: "1 row has no usable key"),
        Disaster(
            testDescription: "keys in another case", text: header + rows(0..<20, "U"), code: 6,
            sign: "whose keys differ only in case"),
        Disaster(
            testDescription: "keys with blanks around them", text: header + rows(0..<20, " u"), code: 6,
            sign: "Not one row of the source has the key of a record"),
        Disaster(
            testDescription: "duplicate keys", text: start + rows(3..<4), code: 3,
            sign: "1 row has the key of an earlier row: lines 5 and 22."),
        Disaster(
            testDescription: "unknown delimiter", text: start.replacing(",", with: "^"), code: 3,
            sign: "--unique names \"email\""),
        Disaster(
            testDescription: "wrong delimiter", text: start, arguments: ["--delimiter", ";"], code: 3,
            sign: "--unique names \"email\""),
        Disaster(
            testDescription: "cut off in a quoted cell", text: header + rows(0..<19) + "u19@x.org,\"N1", code: 3,
            sign: "users.csv, line 21"),
    ]

    private static func scene(_ body: (PushScene) async throws -> Void) async throws {
        try await PushScene.run(tables: [PushScene.users, orders]) { scene in
            let rows = { (prefix: String) in
                (0..<20).map {
                    ["email": .string("\(prefix)\($0)@x.org"), "name": .string("N\($0)"), "seats": 1] as JSONObject
                }
            }
            try scene.mock.insert(rows("u"), into: "users", in: PushScene.base)
            try scene.mock.insert(rows("order"), into: "orders", in: PushScene.base)
            try await body(scene)
            #expect(try scene.records("orders").count == 20)
        }
    }

    @Test(arguments: disasters)
    func `a mirror writes nothing`(_ disaster: Disaster) async throws {
        try await Self.scene { scene in
            let records = try scene.records()
            let outcome = try await scene.sync(
                disaster.text, arguments: ["--delete", "--yes"] + disaster.arguments)
            #expect(outcome.code == disaster.code)
            #expect(outcome.messages.contains(disaster.sign), "\(outcome.messages)")
            #expect(try scene.records() == records)
            #expect(scene.writes == 0)
        }
    }

    @Test(arguments: disasters.filter { $0.code == 6 })
    func `a saved plan is refused when it is made, and when it is carried out all the same`(
        _ disaster: Disaster
    ) async throws {
        try await Self.scene { scene in
            let records = try scene.records()
            let path = scene.folder.path + "/p"
            let outcome = try await scene.plan(
                disaster.text, arguments: ["--delete", "-o", path] + disaster.arguments)
            #expect(outcome.code == 6)
            let applied = try await scene.apply("p", "--yes")
            #expect(applied.code == 6)
            #expect(applied.messages.hasSuffix("Error: The plan is refused, so nothing was written.\n"))
            #expect(try scene.records() == records)
            #expect(scene.writes == 0)
        }
    }

    /// A file in Latin-1, and the right file in UTF-16.
    static let encodings: [Data] = {
        var latin = Data("email,name,seats\nu0@x.org,Jos".utf8)
        latin.append(0xE9)
        latin.append(contentsOf: ",1\n".utf8)
        var wide = Data([0xFF, 0xFE])
        for unit in start.utf16 {
            wide.append(UInt8(unit & 0xFF))
            wide.append(UInt8(unit >> 8))
        }
        return [latin, wide]
    }()

    @Test(arguments: encodings)
    func `a file in another encoding is refused`(_ bytes: Data) async throws {
        try await Self.scene { scene in
            let records = try scene.records()
            let outcome = try await scene.sync(bytes, arguments: ["--delete", "--yes"])
            #expect(outcome.code == 3)
            #expect(outcome.messages.contains("UTF-8"), "\(outcome.messages)")
            #expect(try scene.records() == records)
        }
    }

    @Test func `keys that were read in the wrong encoding look like others, and too many would go`() async throws {
        try await PushScene.run { scene in
            let right = "email\n" + (0..<20).map { "zoë\($0)@x.org\n" }.joined()
            _ = try await scene.push(right, "--unique", "email")
            let records = try scene.records()
            let wrong = right.replacing("ë", with: "Ã«")
            let outcome = try await scene.sync(wrong, "--delete", "--yes")
            #expect(outcome.code == 6)
            #expect(outcome.messages.contains("Not one row of the source has the key of a record"))
            #expect(try scene.records() == records)
        }
    }

    @Test func `a snapshot of another base is not believed`() async throws {
        try await TemporaryFolder.with { folder in
            let other = try PushScene.make(folder, home: try #require(BaseID(rawValue: "appOtherAAAAAAAAA")))
            let scene = try PushScene.make(folder)
            try scene.mock.insert(
                (0..<20).map { ["email": .string("u\($0)@x.org")] }, into: "users", in: PushScene.base)
            let text = "email\n" + (0..<20).map { "u\($0)@x.org\n" }.joined()
            _ = try await scene.sync(text, "--delete", "--dry-run")
            let mine = try #require(folder.files.first { $0.hasSuffix(".sqlite") })
            _ = try await other.sync(text, "--delete", "--dry-run")
            let theirs = try #require(folder.files.first { $0.hasSuffix(".sqlite") && $0 != mine })
            // As if the base had been copied with what was known of it: there it has no records.
            for ending in ["", "-wal", "-shm"] {
                let (from, to) = (folder.path + "/" + theirs + ending, folder.path + "/" + mine + ending)
                try? FileManager.default.removeItem(atPath: to)
                try? FileManager.default.copyItem(atPath: from, toPath: to)
            }
            let records = try scene.records()
            let outcome = try await scene.sync(text, "--delete", "--yes")
            #expect(outcome.code == 0)
            #expect(
                outcome.messages.hasPrefix("Note: The snapshot was of another table (table tbl"), "\(outcome.messages)")
            #expect(outcome.messages.contains("of base appOtherAAAAAAAAA at mock), so it is made anew."))
            #expect(outcome.data.hasPrefix("Plan: 20 unchanged. Nothing is to be done.\n"))
            #expect(try scene.records() == records)
            #expect(scene.writes == 0)
        }
    }
}
