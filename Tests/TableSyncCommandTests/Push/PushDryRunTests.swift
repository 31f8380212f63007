import AirtableAPI
import ArgumentParser
import HTTPTypes
import JSONText
import Locking
import MockAirtable
import TableModel
import TableSync
import Testing

@testable import TableSyncCommand

/// What a push shows that writes nothing.
@Suite(.timeLimit(.minutes(30))) struct PushDryRunTests {
    @Test(arguments: [
        (["--unique", "email", "--ignore", "extra"], true), (["--ignore", "extra"], false),
        (["--unique", "email", "--create-fields"], true), (["--unique", "extra", "--create-fields"], false),
        (["--table", "other", "--create-table"], false),
        (["--unique", "email", "--table", "other", "--create-table"], false),
    ])
    func `a dry run sends no write, and reads records only where there can be some of the file's keys`(
        _ arguments: [String], _ reads: Bool
    ) async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(
                "email,extra\nada@example.com,1\n", arguments: arguments + ["--dry-run"])
            #expect(outcome.code == 0)
            #expect(scene.mock.log.map(\.verb) == (reads ? [.readSchema, .list] : [.readSchema]))
        }
    }

    @Test func `a dry run says how many requests there will be, and the push takes so many`() async throws {
        try await PushScene.run { scene in
            // The service cannot match e-mail keys, so what is there is read: one page, since there is nothing.
            let plan = try await scene.push(PushJobTests.users(101), "--unique", "email", "--dry-run", "--json").event(
                "plan")
            #expect(plan?["requests"] == 11)
            #expect(plan?["requests_made"] == 2)
            #expect(plan?["rows"] == 101)
            #expect(plan?["create"] == 101)
            let summary = try await scene.push(PushJobTests.users(101), "--unique", "email", "--json").event("summary")
            #expect(summary?["requests"] == 13)
        }
    }

    @Test func `a dry run counts the requests that make the table, too`() async throws {
        try await PushScene.run(tables: []) { scene in
            let options = ["--unique", "email", "--create-table", "--json"]
            let plan = try await scene.push(PushJobTests.users(101), arguments: options + ["--dry-run"]).event("plan")
            // To make the table, to look at it, and eleven to write.
            #expect(plan?["requests"] == 13 && plan?["requests_made"] == 1)
            let summary = try await scene.push(PushJobTests.users(101), arguments: options).event("summary")
            #expect(summary?["requests"] == 14)
        }
    }

    @Test(arguments: [("stop", 1), ("rollback", 2)])
    func `a dry run counts that a rollback keeps creates and updates apart`(_ strategy: String, _ requests: Int)
        async throws
    {
        try await PushScene.run { scene in
            let text = { (count: Int, seats: Int) in
                "name,seats\n" + (0..<count).map { "n\($0),\(seats)\n" }.joined()
            }
            _ = try await scene.push(text(5, 1), "--unique", "name")
            let arguments = ["--unique", "name", "--on-error", strategy, "--json"]
            let plan = try await scene.push(text(7, 2), arguments: arguments + ["--dry-run"]).event("plan")
            #expect(plan?["requests"]?.numberValue?.intValue == requests)
            let made = plan?["requests_made"]?.numberValue?.intValue ?? 0
            let summary = try await scene.push(text(7, 2), arguments: arguments).event("summary")
            #expect(summary?["requests"]?.numberValue?.intValue == made + requests)
        }
    }

    @Test func `a dry run shows the plan, as the command plan does`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(PushJobTests.header + PushJobTests.ada + PushJobTests.bob, "--unique", "email")
            let text =
                PushJobTests.header + PushJobTests.ada.replacing("3", with: "4") + "cy@example.com,Cy,1,,,\n"
                + PushJobTests.bob
            let outcome = try await scene.push(text, "--unique", "email", "-n")
            #expect(outcome.code == 0)
            #expect(
                outcome.data == """
                    ~ ada@example.com  seats: 3 → 4
                    + cy@example.com  name: Cy, seats: 1
                    Plan: 1 to create, 1 to update, 1 unchanged. 2 requests.

                    """)
            #expect(try await scene.push(text, "--unique", "email", "-n", "--detailed-exitcode").code == 2)
            #expect(try await scene.plan(text).data == outcome.data)
        }
    }

    @Test func `a dry run shows what would become of a table that is not there yet`() async throws {
        try await PushScene.run(tables: []) { scene in
            let outcome = try await scene.push(
                "email,seats\na@example.com,1\n", "--unique", "email", "--create-table", "-n")
            #expect(outcome.code == 0)
            #expect(
                outcome.messages
                    == "Note: The table \"users\" would be created with the fields email (singleLineText) and seats (number).\n"
            )
            #expect(
                outcome.data == "+ a@example.com  seats: 1\nPlan: 1 to create. 3 requests.\n")
        }
    }

    @Test func `a dry run shows what would become of fields that are not there yet`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(PushJobTests.header + PushJobTests.ada + PushJobTests.bob, "--unique", "email")
            let text = "email,shoe\nada@example.com,38\nbob@example.com,\n"
            let outcome = try await scene.push(text, "--unique", "email", "--create-fields", "-n")
            #expect(outcome.code == 0)
            #expect(outcome.messages == "Note: These fields would be created in \"users\": shoe (number).\n")
            #expect(
                outcome.data
                    == "~ ada@example.com  shoe: (blank) → 38\nPlan: 1 to update, 1 unchanged. 2 requests.\n")
            let pushed = try await scene.push(text, "--unique", "email", "--create-fields")
            #expect(pushed.messages == "")
            #expect(pushed.data.contains(": 0 created, 1 updated, 1 unchanged. "))
        }
    }

    @Test func `a dry run that leaves rows out says so and fails`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(
                PushJobTests.header + PushJobTests.ada + "b@example.com,B,many,,,\n", "--unique", "email", "--on-error",
                "continue",
                "-n")
            #expect(outcome.code == 1)
            #expect(outcome.messages.hasPrefix("users.csv, line 3: field \"seats\" does not accept \"many\""))
            #expect(outcome.data.hasSuffix("\nPlan: 1 to create, 1 invalid. 1 request.\n"))
        }
    }

    @Test func `a dry run without a key counts what would be sent`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(
                PushJobTests.header + PushJobTests.ada + "b@example.com,B,many,,,\n", "--on-error", "continue", "-n")
            #expect(outcome.code == 1)
            #expect(
                outcome.data == """
                    1 row of users.csv would be pushed to "users" in 2 requests.
                    1 row with a problem would be left out.
                    Without --unique, each row would be a new record.
                    Dry run: nothing was written.

                    """)
        }
    }

    @Test func `a dry run of a file that would not be written ends as that push would`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(
                PushJobTests.header + PushJobTests.ada + PushJobTests.ada, "--unique", "email", "-n", "--json")
            #expect(outcome.code == 3)
            #expect(outcome.events.map { $0["event"] } == ["version", "step", "row_failed", "plan"])
            #expect(outcome.event("plan")?["invalid"] == 1)
        }
    }
}
