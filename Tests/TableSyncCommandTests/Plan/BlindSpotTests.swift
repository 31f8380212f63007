import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// What others do while a snapshot is trusted.
@Suite(.timeLimit(.minutes(30))) struct BlindSpotTests {
    private static let text = "email,name\n" + (0..<150).map { "u\($0)@x.org,N\($0)\n" }.joined()

    @Test func `a record that somebody deleted is created again within the age, and until then the plan is honest`()
        async throws
    {
        try await PushScene.run { scene in
            _ = try await scene.sync(Self.text, "--delete")
            _ = try await scene.plan(Self.text, "--refresh", "full")
            let gone = try #require(try scene.mock.records(of: "users", in: PushScene.base).first)
            try scene.mock.delete([gone.id], from: "users", in: PushScene.base)

            // One call for the schema and one to see whether anything was changed.
            let blind = try await scene.plan(Self.text)
            #expect(blind.code == 0)
            #expect(blind.data == "Plan: 150 unchanged. Nothing is to be done.\n")
            #expect(
                blind.messages.contains(/Note: Deletions since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC are not seen\.\n/))

            let seen = try await scene.plan(Self.text, "--max-age", "0s", "-o", scene.folder.path + "/p")
            #expect(seen.data.contains("+ u0@x.org  name: N0\n"))
            #expect(seen.data.contains("Plan: 1 to create, 149 unchanged."))
            #expect(!seen.messages.contains("are not seen"))
            #expect(try await scene.apply("p").code == 0)
            #expect(try scene.records().count == 150)
            #expect(try scene.records().last?["email"] == "u0@x.org")
        }
    }

    @Test func `a mirror never builds on what it cannot see`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.sync(Self.text, "--delete")
            let gone = try #require(try scene.mock.records(of: "users", in: PushScene.base).first)
            try scene.mock.delete([gone.id], from: "users", in: PushScene.base)
            let outcome = try await scene.sync(Self.text, "--delete")
            #expect(outcome.code == 0)
            #expect(!outcome.messages.contains("are not seen"))
            #expect(try scene.records().count == 150)
        }
    }
}
