import ArgumentParser
import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSyncCommand

/// What a push with a key writes, and what it costs.
@Suite(.timeLimit(.minutes(30))) struct PlannedPushTests {
    private static func users(_ count: Int, changed: Set<Int> = []) -> String {
        "email,name,seats\n"
            + (0..<count).map { "u\($0)@x.org,\(changed.contains($0) ? "M" : "N"),\($0)\n" }.joined()
    }

    private static let people: JSONValue = [
        "name": "people",
        "fields": [
            ["name": "id", "type": "singleLineText"], ["name": "note", "type": "richText"],
            ["name": "seen", "type": "date", "options": ["dateFormat": ["name": "us"]]],
        ],
    ]

    @Test func `one cell that changed is one request to write, and touches one record`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(250), "--unique", "email")
            let (writes, before) = (scene.writes, try scene.mock.records(of: "users", in: PushScene.base))
            let outcome = try await scene.push(Self.users(250, changed: [17]), "--unique", "email", "--json")
            #expect(outcome.code == 0)
            #expect(scene.writes == writes + 1)
            let after = try scene.mock.records(of: "users", in: PushScene.base)
            #expect(zip(before, after).count { $0 != $1 } == 1)
            let summary = outcome.event("summary")
            #expect(["created", "updated", "unchanged"].map { summary?[$0] } == [0, 1, 249])
        }
    }

    @Test func `a table that the push makes is read in one request, and then known whole`() async throws {
        try await PushScene.run(tables: []) { scene in
            let first = try await scene.push(Self.users(250), "--unique", "email", "--create-table", "--json")
            // The schema, the table, a read of nothing, and the writes.
            #expect(first.event("summary")?["requests"] == 28)
            let second = try await scene.push(Self.users(250), "--unique", "email", "--json")
            #expect(second.event("summary")?["unchanged"] == 250)
            let plan = try await scene.plan(Self.users(250), "--explain", "--json")
            #expect(plan.events.first { $0["way"] == "none" }?["chosen"] == true)
        }
    }

    @Test(arguments: [
        ("--update-only", [0, 1, 1, 1]), ("--create-only", [1, 0, 1, 1]), ("--fill-missing", [1, 0, 2, 0]),
    ])
    func `a mode leaves a part of it out`(_ mode: String, _ counts: [Int]) async throws {
        try await PushScene.run { scene in
            _ = try await scene.push("email,name\na@x.org,A\nb@x.org,B\n", "--unique", "email")
            let outcome = try await scene.push(
                "email,name\na@x.org,A\nb@x.org,Other\nc@x.org,C\n", "--unique", "email", mode, "--json")
            #expect(outcome.code == 0)
            let summary = outcome.event("summary")
            #expect(
                ["created", "updated", "unchanged", "skipped"].map { summary?[$0] }
                    == counts.map { .number(JSONNumber($0)) })
        }
    }

    @Test func `a file without rows is refused unless it is said to be right`() async throws {
        try await PushScene.run { scene in
            let refused = try await scene.push("email,name\n", "--unique", "email")
            #expect(refused.code == 6)
            #expect(refused.messages.contains("The source has no rows. If that is right, say --allow-empty."))
            let allowed = try await scene.push("email,name\n", "--unique", "email", "--allow-empty")
            #expect(allowed.code == 0)
            #expect(scene.writes == 0)
        }
    }

    @Test func `more updates than are allowed stop the push before the first write`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(20), "--unique", "email")
            let writes = scene.writes
            let outcome = try await scene.push(
                Self.users(20, changed: [1, 2, 3]), "--unique", "email", "--max-change", "2")
            #expect(outcome.code == 6)
            #expect(
                outcome.messages
                    == "Nothing was written. 3 of 20 records would be updated, more than 2 allows. If that is right, say "
                    + "--max-change 3.\n")
            #expect(scene.writes == writes)
        }
    }

    @Test func `what the service stores in another way than it was sent is left alone the next time`() async throws {
        try await PushScene.run(tables: [Self.people]) { scene in
            let text = "id,note,seen\n1,* a,6/7/2024\n2,__b__,\n"
            let arguments = ["--unique", "id", "--typecast"]
            let first = try await scene.push(text, as: "people.csv", arguments: arguments)
            #expect(first.code == 0)
            let (writes, records) = (scene.writes, try scene.records("people"))
            #expect(records[0]["note"] != "* a")
            #expect(records[0]["seen"] != "6/7/2024")
            let second = try await scene.push(text, as: "people.csv", arguments: arguments)
            #expect(second.data.contains(": 0 created, 0 updated, 2 unchanged. "))
            #expect(scene.writes == writes)
        }
    }

    @Test func `under continue a row that the service refuses leaves the others written, and is tried again`()
        async throws
    {
        try await PushScene.run(.with { $0.access.tokens = [ServiceToken("patScene", role: .edit)] }) { scene in
            let text =
                "email,plan\n" + (0..<12).map { "u\($0)@x.org,\($0 == 4 ? "Gold" : "Pro")\n" }.joined()
            let arguments = ["--unique", "email", "--typecast", "--on-error", "continue", "--json"]
            let first = try await scene.push(text, arguments: arguments)
            #expect(first.code == 1)
            #expect(first.event("summary")?["created"] == 11)
            let second = try await scene.push(text, arguments: arguments)
            #expect(second.code == 1)
            let summary = second.event("summary")
            #expect(["created", "unchanged", "failed"].map { summary?[$0] } == [0, 11, 1])
            #expect(second.events.filter { $0["event"] == "row_failed" }.map { $0["line"] } == [6])
        }
    }

    @Test func `keys that look alike and are new are told`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(
                "email\nada@x.org\nbob@x.org\nADA@x.org\n", "--unique", "email")
            #expect(outcome.code == 0)
            #expect(
                outcome.messages
                    == "Note: The key on line 4 differs only in case, accents or outer space from that of an earlier row; it is "
                    + "taken for another key.\n")
        }
    }

    @Test func `records that share a key stop the push, and are named`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push("email,name\na@x.org,A\na@x.org,B\nc@x.org,C\n")
            let writes = scene.writes
            let outcome = try await scene.push("email,name\na@x.org,X\nc@x.org,D\n", "--unique", "email")
            #expect(outcome.code == 6)
            #expect(outcome.messages.hasPrefix("users.csv, line 2: 2 records have the key \"a@x.org\": rec"))
            #expect(scene.writes == writes)
        }
    }

    @Test(arguments: [("first", 1, 1), ("skip", 0, 2)])
    func `rows that share a key can be decided upon`(_ policy: String, _ created: Int, _ skipped: Int) async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(
                "email,name\na@x.org,A\na@x.org,B\n", "--unique", "email", "--duplicate-rows", policy, "--json")
            #expect(outcome.code == 0)
            let summary = outcome.event("summary")
            #expect(summary?["created"] == .number(JSONNumber(created)))
            #expect(summary?["skipped"] == .number(JSONNumber(skipped)))
        }
    }

    @Test func `without access to the schema rows are told apart all the same`() async throws {
        let table: JSONValue = [
            "name": "users",
            "fields": [
                ["name": "email", "type": "singleLineText"],
                ["name": "n", "type": "number", "options": ["precision": 0]],
            ],
        ]
        try await PushScene.run(
            tables: [table],
            .with { $0.access.tokens = [ServiceToken("patScene", scopes: [.readRecords, .writeRecords])] }
        ) { scene in
            _ = try await scene.push("email,n\na@x.org,7\nb@x.org,8\n", "--unique", "email")
            let writes = scene.writes
            let outcome = try await scene.push("email,n\na@x.org,7\nb@x.org,9\n", "--unique", "email")
            #expect(outcome.data.contains(": 0 created, 1 updated, 1 unchanged. "))
            #expect(scene.writes == writes + 1)
        }
    }

    @Test(arguments: [
        "--update-only", "--create-only", "--fill-missing", "--explain", "--refresh=full", "--max-age=1h",
        "--max-change=1", "--allow-empty", "--duplicate-rows=first", "--duplicate-records=skip", "--max-calls=5",
        "--reserve-quota=5%",
    ])
    func `an option that means nothing without a key is refused`(_ option: String) {
        let error = #expect(throws: (any Error).self) { try Push.parse(["users.csv", option]) }
        let name = option.split(separator: "=")[0]
        #expect(
            error.map { Push.message(for: $0) }
                == "\(name) needs --unique: without it every row is a new record.")
    }

    @Test func `the ways to know the table are explained`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(Self.users(3), "--unique", "email", "--explain")
            #expect(outcome.code == 0)
            #expect(outcome.data.hasPrefix("How the table's state could be known:\n"))
        }
    }
}
