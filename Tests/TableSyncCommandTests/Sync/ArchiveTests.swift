import ArgumentParser
import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// Mirrors that mark records instead of deleting them.
@Suite(.timeLimit(.minutes(30))) struct ArchiveTests {
    private static let rows = (0..<20).map { "u\($0)@x.org,N\($0)\n" }
    private static let start = "email,name\n" + rows.joined()
    private static let shorter = "email,name\n" + rows.dropLast().joined()

    private static func last(_ scene: PushScene) throws -> [String: JSONValue]? {
        try scene.records().first { $0["email"] == "u19@x.org" }
    }

    @Test(arguments: [
        ("plan=Free", "plan", "Free" as JSONValue), ("active=yes", "active", true), ("seats=0", "seats", 0),
        ("since=2026-01-31", "since", "2026-01-31"),
    ])
    func `records that no row names get the mark, converted by the field's type, and stay`(
        _ mark: String, _ field: String, _ value: JSONValue
    ) async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.start, "--unique", "email")
            // Nothing is deleted, so nobody is asked.
            let outcome = try await scene.sync(Self.shorter, "--archive", mark)
            #expect(outcome.code == 0)
            #expect(outcome.data.contains("~ u19@x.org  \(field): (blank) → "))
            #expect(outcome.data.contains("Plan: 1 to archive, 19 unchanged. 1 request."))
            #expect(outcome.data.contains("; 1 archived. "))
            #expect(try scene.records().count == 20)
            #expect(try Self.last(scene)?[field] == value)

            let writes = scene.writes
            let again = try await scene.sync(Self.shorter, "--archive", mark)
            #expect(again.code == 0)
            #expect(again.data.hasPrefix("Plan: 19 unchanged. Nothing is to be done.\n"))
            #expect(scene.writes == writes)
        }
    }

    @Test func `a mark may clear a cell`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push("email,active\na@x.org,yes\nb@x.org,yes\n", "--unique", "email")
            let outcome = try await scene.sync(
                "email,active\na@x.org,yes\n", "--archive", "active=no", "--max-delete", "1")
            #expect(outcome.code == 0)
            #expect(try scene.records().map { $0["active"] } == [true, nil])
        }
    }

    @Test func `only what this tool wrote is marked, if that is asked for`() async throws {
        try await PushScene.run { scene in
            try scene.mock.insert([["email": "theirs@x.org"]], into: "users", in: PushScene.base)
            #expect(try await scene.push(Self.start, "--unique", "email").code == 0)
            let outcome = try await scene.sync(
                Self.shorter, "--delete=tracked", "--archive", "plan=Pro", "--max-delete", "1")
            #expect(outcome.code == 0)
            #expect(try Self.last(scene)?["plan"] == "Pro")
            #expect(try scene.records().filter { $0["plan"] != nil }.count == 1)
        }
    }

    @Test func `the limit holds for marks, too`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.start, "--unique", "email")
            let writes = scene.writes
            let half = "email,name\n" + Self.rows.prefix(10).joined()
            let outcome = try await scene.sync(half, "--archive", "plan=Free")
            #expect(outcome.code == 6)
            #expect(outcome.messages.contains("10 of 20 records would be archived, more than 10% allows."))
            #expect(scene.writes == writes)
        }
    }

    @Test func `a saved plan marks as well`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.start, "--unique", "email")
            let path = scene.folder.path + "/p"
            #expect(try await scene.plan(Self.shorter, "--archive", "plan=Free", "-o", path).code == 0)
            #expect(try await scene.apply("p").code == 0)
            #expect(try Self.last(scene)?["plan"] == "Free")
        }
    }

    @Test(arguments: [
        ("status=Gone", 5 as Int32, "--archive names the field \"status\", which \"users\" does not have. It has"),
        ("email=x@y.org", 5, "which is the key"),
        ("plan=Gold", 3, "The value of --archive cannot be used: field \"plan\""),
        ("seats=many", 3, "field \"seats\" does not accept \"many\""),
    ])
    func `a mark that cannot be is refused before anything is read or written`(
        _ mark: String, _ code: Int32, _ sign: String
    ) async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.start, "--unique", "email")
            let writes = scene.writes
            let outcome = try await scene.sync(Self.shorter, "--archive", mark)
            #expect(outcome.code == code)
            #expect(outcome.messages.contains(sign))
            #expect(scene.writes == writes)
        }
    }

    @Test(arguments: ["plan", "=Free", "plan=", ""])
    func `a mark is a field and a value`(_ text: String) {
        #expect(throws: (any Error).self) {
            try Sync.parse(["users.csv", "--unique", "email", "--archive=" + text])
        }
    }
}
