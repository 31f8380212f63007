import JSONText
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct MakePlanJobTests {
    private static let there = "email,name,seats\nada@x.org,Ada,3\nbob@x.org,Bob,4\ndan@x.org,Dan,5\n"
    private static let wanted = "email,name,seats\nada@x.org,Ada,3\nbob@x.org,Bob,7\ncy@x.org,Cy,\n"

    @Test func `a plan shows what differs, and writes nothing`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let writes = scene.writes
            let outcome = try await scene.plan(Self.wanted)
            #expect(outcome.code == 0)
            #expect(outcome.messages == "")
            #expect(
                outcome.data == """
                    ~ bob@x.org  seats: 4 → 7
                    + cy@x.org  name: Cy
                    Plan: 1 to create, 1 to update, 1 unchanged. 2 requests.

                    """)
            #expect(scene.writes == writes)
        }
    }

    @Test func `what vanished is kept, unless deleting is asked for`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let writes = scene.writes
            let outcome = try await scene.plan(Self.wanted, "--delete", "--max-delete", "1")
            #expect(outcome.code == 0)
            #expect(
                outcome.data == """
                    ~ bob@x.org  seats: 4 → 7
                    + cy@x.org  name: Cy
                    - dan@x.org  name: Dan, seats: 5
                    Plan: 1 to create, 1 to update, 1 to delete, 1 unchanged. 4 requests.

                    """)
            #expect(scene.writes == writes)
        }
    }

    @Test(arguments: [
        ("--update-only", "Plan: 1 to update, 1 unchanged, 1 skipped. 1 request."),
        ("--create-only", "Plan: 1 to create, 1 unchanged, 1 skipped. 1 request."),
        ("--fill-missing", "Plan: 1 to create, 2 unchanged. 1 request."),
    ])
    func `a mode decides what is done`(_ flag: String, _ footer: String) async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let outcome = try await scene.plan(Self.wanted, flag)
            #expect(outcome.code == 0)
            #expect(outcome.data.hasSuffix("\n" + footer + "\n"))
        }
    }

    @Test func `the exit code tells of changes if it is asked to`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            #expect(try await scene.plan(Self.wanted, "--detailed-exitcode").code == 2)
            #expect(try await scene.plan(Self.there, "--detailed-exitcode").code == 0)
        }
    }

    @Test func `more than twenty rows are counted, and deletes are shown all the same`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push("email\ngone@x.org\n" + Self.mails(0..<30), "--unique", "email")
            let outcome = try await scene.plan("email\n" + Self.mails(0..<60), "--delete")
            let lines = outcome.data.split(separator: "\n")
            #expect(lines.count == 23)
            #expect(lines[20] == "… and 10 more")
            #expect(lines[21] == "- gone@x.org")
        }
    }

    @Test func `machines get every step, and the plan as the last event`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let outcome = try await scene.plan(Self.wanted, "--json", "--explain", "-o", scene.folder.path + "/p")
            #expect(outcome.events.filter { $0["event"] == "step" }.map { $0["do"] } == ["update", "create"])
            #expect(outcome.events.filter { $0["event"] == "refresh" }.count == 4)
            #expect(outcome.events.last?["event"] == "plan")
            #expect(outcome.events.last?["rows"] == 3)
            #expect(outcome.events.last?["requests_made"] == 2)
            #expect(scene.folder.read("p") != nil)
        }
    }

    @Test func `rows that cannot be written are named, and end the plan with 3`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.plan("email,seats\nada@x.org,many\nbob@x.org,1\n")
            #expect(outcome.code == 3)
            #expect(outcome.messages.hasPrefix("users.csv, line 2: "))
            #expect(outcome.data.hasSuffix("Plan: 1 to create, 1 invalid. 1 request.\n"))
        }
    }

    @Test func `a column or a table that is not there is named`() async throws {
        try await PushScene.run { scene in
            let column = try await scene.plan("email,shoe\na@x.org,1\n")
            #expect(column.code == 5)
            #expect(column.messages.contains("has no field \"shoe\""))
            let table = try await scene.plan("email\na@x.org\n", as: "people.csv")
            #expect(table.code == 5)
            #expect(table.messages.contains("has no table \"people\""))
        }
    }

    private static func mails(_ range: Range<Int>) -> String { range.map { "u\($0)@x.org\n" }.joined() }
}
