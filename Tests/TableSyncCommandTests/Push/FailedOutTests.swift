import ArgumentParser
import Foundation
import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSyncCommand

/// The file of rows that failed, which is mended and pushed as it is.
@Suite(.timeLimit(.minutes(30))) struct FailedOutTests {
    private static let users =
        "email,name,seats\na@x.org,A,1\nb@x.org,\"B, \"\"b\"\"\",two\nc@x.org,C,3\nd@x.org,D,four\n"

    private static func out(_ scene: PushScene, _ name: String = "failed.csv") -> [String] {
        ["--failed-out", scene.folder.path + "/" + name]
    }

    private static func names(_ scene: PushScene) throws -> [String] {
        try scene.records().compactMap { $0["name"]?.stringValue }.sorted()
    }

    @Test(arguments: [["--unique", "email"], []])
    func `a place that cannot be written to is told before anything is`(_ key: [String]) async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(Self.users, arguments: key + Self.out(scene, "nowhere/failed.csv"))
            #expect(push.code == 74)
            #expect(push.messages.contains("nowhere/failed.csv cannot be written: "))
            #expect(scene.writes == 0)
        }
    }

    #if os(Linux)
        @Test(arguments: [["--unique", "email"], []])
        func `a disk that is full in the end keeps nothing from being written to the table, and the lines are named`(
            _ key: [String]
        ) async throws {
            try await PushScene.run { scene in
                let push = try await scene.push(
                    Self.users, arguments: key + ["--on-error", "continue", "--failed-out", "/dev/full"])
                #expect(push.code == 74)
                #expect(try Self.names(scene) == ["A", "C"])
                #expect(
                    push.messages.hasSuffix(
                        "The rows that failed could not be saved: /dev/full: writing failed: No space left on device (errno 28). "
                            + "Make room, or name another place. They are on lines 3 and 5 of users.csv.\n"))
            }
        }
    #endif

    @Test(arguments: [["--unique", "email"], []])
    func `failed rows are written with their own columns and why they failed, and pushed once they are mended`(
        _ key: [String]
    ) async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(
                Self.users, arguments: key + ["--on-error", "continue"] + Self.out(scene))
            #expect(push.code == 1)
            #expect(try Self.names(scene) == ["A", "C"])
            #expect(
                push.messages.hasSuffix(
                    "2 failed rows are in failed.csv. Mend them there, and push that file as this one, with --table "
                        + "\"users\".\n"))
            let text = try #require(scene.folder.read("failed.csv"))
            let lines = text.split(whereSeparator: \.isNewline)
            #expect(lines[0] == "email,name,seats,_line,_code,_field,_message")
            #expect(lines[1].hasPrefix("b@x.org,\"B, \"\"b\"\"\",two,3,invalid-value,seats,"))
            #expect(lines[2].hasPrefix("d@x.org,D,four,5,invalid-value,seats,"))
            #expect(lines.count == 3)

            let mended = text.replacing(",two,", with: ",2,").replacing(",four,", with: ",4,")
            let again = try await scene.push(mended, as: "failed.csv", arguments: key + ["--table", "users"])
            #expect(again.code == 0)
            #expect(
                again.messages
                    == "Note: \"_line\", \"_code\", \"_field\" and \"_message\" say why rows failed before, and are not "
                    + "written.\n")
            #expect(try Self.names(scene) == ["A", "B, \"b\"", "C", "D"])
        }
    }

    private static let refusing = ServiceConfiguration.with {
        $0.access.tokens = [ServiceToken("patScene", role: .edit)]
    }

    @Test func `after a rollback the source is what to mend, since nothing else of it is in the table`() async throws {
        try await PushScene.run(Self.refusing) { scene in
            let rows = "email,plan\n" + (0..<25).map { "u\($0)@x.org,\($0 == 24 ? "Gold" : "Pro")\n" }.joined()
            let push = try await scene.push(
                rows, arguments: ["--unique", "email", "--typecast", "--on-error", "rollback"] + Self.out(scene))
            #expect(push.code == 9)
            #expect(try scene.records().isEmpty)
            #expect(push.messages.contains(" in failed.csv. No other row was written, so mend "))
            #expect(push.messages.hasSuffix(" in users.csv, and push that.\n"))
        }
    }

    @Test(arguments: [["--unique", "email"], []])
    func `rows that were not come to are said not to be in the file`(_ key: [String]) async throws {
        try await PushScene.run(Self.refusing) { scene in
            let rows = "email,plan\n" + (0..<400).map { "u\($0)@x.org,\($0 == 4 ? "Gold" : "Pro")\n" }.joined()
            let push = try await scene.push(rows, arguments: key + ["--typecast"] + Self.out(scene))
            #expect(push.code == 1)
            let left = 399 - (try scene.records().count)
            #expect(left > 1)
            #expect(
                push.messages.contains(
                    "1 failed row is in failed.csv. \(left) other rows were not written, and are not in that file. "))
            #expect(
                push.messages.hasSuffix(
                    key.isEmpty
                        ? "Push those and what you mend alone: users.csv would create again what is there.\n"
                        : "Mend it in users.csv, and push that again; or go on with the run, mend it there, and push that "
                            + "file as this one, with --table \"users\".\n"))
        }
    }

    @Test func `a push that writes nothing because of them names them all, too`() async throws {
        try await PushScene.run { scene in
            let text = "email,seats\n" + (0..<150).map { "u\($0)@x.org,many\n" }.joined()
            let push = try await scene.push(text, arguments: Self.out(scene))
            #expect(push.code == 3)
            #expect(scene.folder.read("failed.csv")?.split(whereSeparator: \.isNewline).count == 151)
            // All rows are there, so nothing is left to the source.
            #expect(push.messages.contains("150 failed rows are in failed.csv. Mend them there, and push that file"))
        }
    }

    @Test
    func `a row that the service refuses is among them, and a file of failed rows does not grow when it fails again`()
        async throws
    {
        try await PushScene.run(.with { $0.access.tokens = [ServiceToken("patScene", role: .edit)] }) { scene in
            let text = "email,plan\na@x.org,Pro\nb@x.org,Gold\n"
            let arguments = ["--unique", "email", "--typecast", "--on-error", "continue", "--table", "users"]
            _ = try await scene.push(text, arguments: arguments + Self.out(scene))
            let failed = try #require(scene.folder.read("failed.csv"))
            #expect(failed.hasPrefix("email,plan,_line,_code,_field,_message\r\nb@x.org,Gold,3,"))
            _ = try await scene.push(failed, as: "failed.csv", arguments: arguments + Self.out(scene, "again.csv"))
            let again = try #require(scene.folder.read("again.csv"))
            #expect(again.hasPrefix("email,plan,_line,_code,_field,_message\r\nb@x.org,Gold,2,"))
        }
    }

    @Test func `rows of JSON keep their values, and the format is the name's`() async throws {
        try await PushScene.run { scene in
            let text =
                #"{"email": "a@x.org", "seats": "many"}"# + "\n" + #"{"email": "b@x.org", "active": true}"# + "\n"
            let push = try await scene.push(
                text, as: "users.jsonl",
                arguments: ["--unique", "email", "--on-error", "continue"] + Self.out(scene, "failed.jsonl"))
            #expect(push.code == 1)
            let line = try JSONValue(parsing: scene.folder.read("failed.jsonl") ?? "")
            #expect(
                line.objectValue?.names == ["email", "seats", "_line", "_code", "_field", "_message"])
            #expect(line["_line"] == 1)
        }
    }

    @Test func `a row whose cells do not fit the columns is left to the source, and that is said`() async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(
                "email,name\na@x.org,A\nb@x.org\n",
                arguments: ["--unique", "email", "--on-error", "continue"] + Self.out(scene))
            #expect(push.code == 1)
            #expect(push.messages.contains("Note: 1 failed row is not in failed.csv, since the cells do not fit"))
            #expect(push.messages.hasSuffix(" Mend it in users.csv.\n"))
            #expect(scene.folder.read("failed.csv") == "email,name,_line,_code,_field,_message\r\n")
        }
    }

    @Test func `without a key, rows that share a line are not told apart, so they are left to the source`() async throws
    {
        try await PushScene.run { scene in
            let text = #"[{"email": "a@x.org", "seats": "many"}, {"email": "b@x.org", "seats": 2}]"#
            let push = try await scene.push(
                text, as: "users.json", arguments: ["--on-error", "continue"] + Self.out(scene))
            #expect(push.code == 1)
            #expect(push.messages.contains("Note: 2 failed rows are not in failed.csv, "))
        }
    }

    @Test func `a sync and an apply write them, too, the latter what the plan has of them`() async throws {
        try await PushScene.run(.with { $0.access.tokens = [ServiceToken("patScene", role: .edit)] }) { scene in
            _ = try await scene.push("email,name\na@x.org,A\n", "--unique", "email")
            let text = "email,name,plan\na@x.org,A,Gold\nb@x.org,B,Silver\n"
            let path = scene.folder.path + "/users.plan"
            _ = try await scene.plan(text, "--typecast", "-o", path)
            let apply = try await scene.apply("users.plan", "--failed-out", scene.folder.path + "/failed.jsonl")
            #expect(apply.code == 1)
            let failed = try (scene.folder.read("failed.jsonl") ?? "").split(separator: "\n")
                .map { try JSONValue(parsing: String($0)) }
            #expect(failed.first?["email"] == "a@x.org")
            #expect(failed.first?["plan"] == "Gold")
            #expect(failed.first?["name"] == nil)
            let sync = try await scene.sync(
                text, arguments: ["--delete", "--yes", "--typecast"] + Self.out(scene))
            #expect(sync.code == 1)
            #expect(
                scene.folder.read("failed.csv")?.hasPrefix(
                    "email,name,plan,_line,_code,_field,_message\r\na@x.org,A,Gold,2,") == true)
        }
    }

    @Test func `an apply does not write them as CSV, in which cells that are not in the plan would be blank`() {
        let error = #expect(throws: (any Error).self) {
            try Apply.parse(["users.plan", "--failed-out", "failed.csv"])
        }
        #expect(error.map { Apply.message(for: $0).contains("ends in .json or .jsonl") } == true)
    }

    @Test func `a column of that name is written if an option names it`() async throws {
        let table: JSONValue = [
            "name": "log",
            "fields": [["name": "_code", "type": "singleLineText"], ["name": "n", "type": "singleLineText"]],
        ]
        try await PushScene.run(tables: [table]) { scene in
            let push = try await scene.push("_code,n\nx,1\n", as: "log.csv", "--map", "_code=_code")
            #expect(push.code == 0)
            #expect(try scene.records("log") == [["_code": "x", "n": "1"]])
        }
    }
}
