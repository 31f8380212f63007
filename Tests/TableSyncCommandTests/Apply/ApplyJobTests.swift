import Foundation
import HTTPTypes
import JSONText
import Locking
import MockAirtable
import TableSync
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct ApplyJobTests {
    private static let there = "email,name\nada@x.org,Ada\nbob@x.org,Bob\ncy@x.org,Cy\n"
    private static let wanted = "email,name\nada@x.org,Ada L.\nbob@x.org,Bob B.\ndan@x.org,Dan\n"

    /// Saves a plan that updates two records, creates one and deletes one.
    private static func save(_ scene: PushScene) async throws {
        _ = try await scene.push(there, "--unique", "email")
        let path = scene.folder.path + "/users.plan"
        let outcome = try await scene.plan(wanted, "--delete", "--max-delete", "1", "-o", path)
        #expect(outcome.code == 0)
        #expect(
            outcome.messages == "Saved. Carry it out with: tablesync apply users.plan (2 requests more, to see that "
                + "nothing has changed).\n")
    }

    private static func names(_ scene: PushScene) throws -> [String] {
        try scene.records().compactMap { $0["name"]?.stringValue }
    }

    @Test func `a saved plan is carried out once`() async throws {
        try await PushScene.run { scene in
            try await Self.save(scene)
            let outcome = try await scene.apply("users.plan", "--yes")
            #expect(outcome.code == 0)
            #expect(outcome.data.contains("1 created, 2 updated, 0 unchanged; 1 deleted. "))
            #expect(try Self.names(scene) == ["Ada L.", "Bob B.", "Dan"])
            let writes = scene.writes
            let again = try await scene.apply("users.plan", "--yes")
            #expect(again.code == 7)
            #expect(again.messages.contains("This plan has been carried out already, or its run was begun. "))
            // Nothing is shown of it, and nobody is asked.
            #expect(again.data.isEmpty)
            #expect(scene.writes == writes)
        }
    }

    @Test func `a plan of which nothing could be written is as good as before`() async throws {
        try await PushScene.run { scene in
            try await Self.save(scene)
            // The schema, and two requests that see whether anything has changed.
            let outcome = try await scene.apply("users.plan", "--yes", "--max-calls", "3")
            #expect(outcome.code == 8)
            #expect(try await scene.apply("users.plan", "--yes").code == 0)
            #expect(try Self.names(scene) == ["Ada L.", "Bob B.", "Dan"])
        }
    }

    @Test func `deletes are asked for here, too`() async throws {
        try await PushScene.run { scene in
            try await Self.save(scene)
            #expect(try await scene.apply("users.plan").code == 6)
            #expect(try await scene.apply("users.plan", answer: "yes").code == 0)
        }
    }

    @Test func `what somebody changed or created meanwhile is named, and nothing is written`() async throws {
        try await PushScene.run { scene in
            try await Self.save(scene)
            let theirs = "email,name\nada@x.org,Other\ndan@x.org,Daniel\n"
            _ = try await scene.push(theirs, as: "theirs.csv", "--unique", "email", "--table", "users")
            let writes = scene.writes
            let outcome = try await scene.apply("users.plan", "--yes")
            #expect(outcome.code == 7)
            #expect(outcome.messages.contains("(key \"ada@x.org\", line 2) has been changed since."))
            #expect(outcome.messages.contains("(key \"dan@x.org\", line 4) has been created since."))
            #expect(!outcome.messages.contains("bob@x.org"))
            #expect(scene.writes == writes)

            let rest = try await scene.apply("users.plan", "--yes", "--skip-drifted", "--json")
            #expect(rest.code == 1)
            let summary = rest.event("summary")
            #expect(["created", "updated", "skipped", "deleted"].map { summary?[$0] } == [0, 1, 2, 1])
            #expect(try Self.names(scene) == ["Other", "Bob B.", "Daniel"])
        }
    }

    @Test func `a plan is stale when the file that it was made from has changed, before anything is asked or sent`()
        async throws
    {
        try await PushScene.run { scene in
            try await Self.save(scene)
            try scene.folder.write("email,name\n", to: "users.csv")
            let before = scene.mock.log.count
            let outcome = try await scene.apply("users.plan", answer: "yes")
            #expect(outcome.code == 7)
            #expect(
                outcome.messages
                    == "Error: The file users.csv has changed since the plan was made from it. Nothing was written. Make the "
                    + "plan again.\n")
            #expect(scene.mock.log.count == before)
        }
    }

    @Test func `what is no plan is refused`() async throws {
        try await PushScene.run { scene in
            try scene.folder.write("email\n", to: "users.csv")
            #expect(try await scene.apply("users.csv").code == 3)
            #expect(try await scene.apply("nothing.plan").code == 3)
        }
    }

    @Test(arguments: ["stop", "rollback"], [true, false])
    func `a run that is interrupted in the middle tells all that it did, and then why`(
        _ strategy: String, _ isJSON: Bool
    ) async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.path + "/users.plan"
            let writes = Guarded(0)
            let scene = try PushScene.make(folder) { request in
                guard request.method == .post || request.method == .patch,
                    request.path?.contains("listRecords") == false, request.path?.contains("/meta/") == false
                else { return }
                let count = writes.withLock { count in
                    count += 1
                    return count
                }
                // The plan is longer than what is read of it ahead.
                if count == 3 { try? FileHandle(forWritingTo: URL(filePath: path)).truncate(atOffset: 100_000) }
            }
            let rows = (0..<3_000).map { "u\($0)@x.org,\(String(repeating: "N", count: 400))\n" }
            let saved = try await scene.plan("email,name\n" + rows.joined(), "-o", path)
            #expect(saved.code == 0)
            var arguments = ["--on-error", strategy]
            if isJSON { arguments.append("--json") }
            let outcome = try await scene.apply("users.plan", arguments: arguments)
            let isRolledBack = strategy == "rollback"
            #expect(outcome.code == (isRolledBack ? 9 : 1))
            let created = try scene.records().count
            #expect((created == 0) == isRolledBack)
            let run = try #require(try scene.journal().runs().last)
            guard isJSON else {
                #expect(outcome.data.contains("3,000 rows of users.csv to \"users\": "))
                let lines = outcome.messages.split(separator: "\n")
                #expect(lines.last?.hasPrefix("Error: The run stopped when ") == true)
                #expect(!outcome.messages.contains("\nStopped: "))
                #expect(outcome.messages.contains("Go on with: tablesync resume \(run.id)\n") == !isRolledBack)
                return
            }
            #expect(outcome.events.suffix(2).map { $0["event"] } == ["summary", "error"])
            let summary = try #require(outcome.event("summary"))
            let number = { (name: String) in summary[name]?.numberValue?.intValue ?? -1 }
            let parts = [
                "created", "updated", "unchanged", "skipped", "failed", "unknown", "not_attempted", "rolled_back",
            ]
            #expect(parts.map(number).reduce(0, +) == 3_000 && number("rows") == 3_000)
            #expect(number("created") == created)
            #expect(summary["run"]?.stringValue == run.id.rawValue)
            #expect(summary["exit_code"] == outcome.event("error")?["exit_code"])
        }
    }
}
