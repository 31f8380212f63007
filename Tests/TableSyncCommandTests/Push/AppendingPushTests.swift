import HTTPTypes
import JSONText
import Locking
import MockAirtable
import TableSync
import Testing

@testable import TableSyncCommand

/// A push of rows that have no key: each is a new record, and the journal knows which.
@Suite(.timeLimit(.minutes(30))) struct AppendingPushTests {
    private static let refusing = ServiceConfiguration.with {
        $0.access.tokens = [ServiceToken("patScene", role: .edit)]
    }

    private static func users(_ count: Int, plan: (Int) -> String = { _ in "Pro" }) -> String {
        "email,name,plan\n" + (0..<count).map { "u\($0)@x.org,N\($0),\(plan($0))\n" }.joined()
    }

    @Test func `it is listed, shown and taken back like any other`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(3))
            let before = try scene.records()
            let push = try await scene.push(Self.users(25), "--json")
            #expect(push.code == 0)
            let run = try #require(push.event("summary")?["run"]?.stringValue)
            let list = try await scene.runs("list")
            #expect(list.data.contains("\(run)  "))
            #expect(list.data.contains("push users.csv to \"users\""))
            let shown = try await scene.runs("show", run, "--json")
            let steps = shown.events.filter { $0["event"] == "run_step" && $0["standing"] == "created" }
            #expect(steps.map { $0["line"] } == (2...26).map { .number(JSONNumber($0)) })
            #expect(steps.first?["after"] == ["email": "u0@x.org", "name": "N0", "plan": "Pro"])
            #expect(try await scene.runs("show", run).data.contains("\n+ created  line 3  u1@x.org  rec"))
            #expect(try scene.records().count == 28)
            #expect(try await scene.undo(run, "--yes").code == 0)
            #expect(try scene.records() == before)
        }
    }

    @Test func `one that is stopped says that the same file must not be pushed again, and how to take it back`()
        async throws
    {
        try await TemporaryFolder.with { folder in
            let interrupts = Guarded<Interrupts?>(nil)
            let scene = try PushScene.make(folder) { request in
                guard request.path?.contains("/meta/") == false else { return }
                // Once: the second signal ends the process.
                interrupts.withLock { $0.take() }?.receive(2)
            }
            let push = try await scene.push(Self.users(400)) { given in interrupts.withLock { $0 = given } }
            #expect(push.code == 130)
            let created = try scene.records().count
            #expect(created > 0 && created < 400)
            let run = try #require(try scene.journal().runs().first?.id)
            #expect(
                push.messages.hasSuffix(
                    "Stopped as asked. What is counted as created or updated is written; take back what was created before "
                        + "you push again.\nTake it back with: tablesync undo \(run)\n"))
            let missing =
                "Nothing can be resumed, and the last run, \(run), push users.csv to \"users\", did not write all rows of its "
                + "file. Its journal has no plan to go on with, since its rows have no key. Take it back with: tablesync undo "
                + "\(run), and push the file again; or push the missing rows alone, which are named by: tablesync resume \(run)"
            let resume = try await scene.resume()
            #expect(resume.code == 1 && resume.data.isEmpty)
            #expect(resume.messages == "Error: \(missing)\n")
            let event = try await scene.resume("--json").event("error")
            let message = event?["message"]?.stringValue
            #expect(message?.hasPrefix("Nothing can be resumed, and the last run, \(run), ") == true)
            #expect(event?["exit_code"] == 1)
            let named = try await scene.resume(run.rawValue)
            #expect(named.code == 1)
            #expect(named.messages.contains(" of the 400 that could be written were not attempted."))
            #expect(try scene.records().count == created)
            #expect(try await scene.undo("last", "--yes").code == 0)
            #expect(try scene.records().isEmpty)
            let after = try await scene.resume()
            #expect(after.code == 0 && after.messages.isEmpty)
        }
    }

    @Test func `one of which a row was refused is not taken for done either, until something else is the last run`()
        async throws
    {
        try await PushScene.run(Self.refusing) { scene in
            let push = try await scene.push(
                Self.users(45) { $0 == 4 ? "Gold" : "Pro" }, "--typecast", "--on-error", "continue")
            #expect(push.code == 1)
            #expect(try await scene.resume().code == 1)
            #expect(try await scene.push("email\nada@x.org\n", as: "ada.csv", "--table", "users").code == 0)
            let resume = try await scene.resume()
            #expect(resume.code == 0 && resume.data == "There is nothing to resume.\n")
        }
    }

    @Test func `all or nothing needs no key`() async throws {
        try await PushScene.run(Self.refusing) { scene in
            _ = try await scene.push(Self.users(3))
            let before = try scene.records()
            let text = Self.users(45) { $0 == 44 ? "Gold" : "Pro" }
            let push = try await scene.push(text, "--typecast", "--on-error", "rollback", "--json")
            #expect(push.code == 9)
            #expect(try scene.records() == before)
            let summary = try #require(push.event("summary"))
            let number = { (name: String) in summary[name]?.numberValue?.intValue ?? 0 }
            #expect(number("created") == 0 && number("failed") > 0)
            #expect(number("rolled_back") + number("failed") + number("not_attempted") == 45)
        }
    }
}
