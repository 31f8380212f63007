import JSONText
import MockAirtable
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
            #expect(again.messages.contains("This plan has been carried out already."))
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
}
