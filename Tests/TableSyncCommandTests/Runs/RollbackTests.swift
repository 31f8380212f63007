import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// What a push and a sync do when a row is refused and all is to be taken back.
@Suite(.timeLimit(.minutes(30))) struct RollbackTests {
    private static let refusing = ServiceConfiguration.with {
        $0.access.tokens = [ServiceToken("patScene", role: .edit)]
    }
    private static let there = "email,name\n" + (0..<25).map { "u\($0)@x.org,N\($0)\n" }.joined()
    /// Updates and creates; the last row has a choice that the service refuses.
    private static let bad =
        "email,name,plan\n" + (0..<45).map { "u\($0)@x.org,M\($0),\($0 == 44 ? "Gold" : "Pro")\n" }.joined()
    private static let arguments = ["--unique", "email", "--typecast", "--on-error", "rollback"]

    private static func cells(_ scene: PushScene) throws -> [[String: JSONValue]] {
        try scene.records().sorted { ($0["email"]?.stringValue ?? "") < ($1["email"]?.stringValue ?? "") }
    }

    @Test func `a push whose row is refused leaves the table as it was, and every row is accounted for`() async throws {
        try await PushScene.run(Self.refusing) { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let before = try Self.cells(scene)
            let push = try await scene.push(Self.bad, arguments: Self.arguments + ["--json"])
            #expect(push.code == 9)
            #expect(try Self.cells(scene) == before)
            let summary = try #require(push.event("summary"))
            let number = { (name: String) in summary[name]?.numberValue?.intValue ?? 0 }
            #expect(number("created") == 0 && number("updated") == 0)
            #expect(number("failed") > 0)
            #expect(number("rolled_back") + number("failed") + number("not_attempted") == 45)
            let good = try await scene.push(Self.bad.replacing("Gold", with: "Pro"), arguments: Self.arguments)
            #expect(good.code == 0)
            #expect(try Self.cells(scene).count == 45)
        }
    }

    @Test func `a sync does, too, and says it to people`() async throws {
        try await PushScene.run(Self.refusing) { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let before = try Self.cells(scene)
            let sync = try await scene.sync(
                Self.bad, arguments: ["--delete", "--yes", "--typecast", "--on-error", "rollback"])
            #expect(sync.code == 9)
            #expect(try Self.cells(scene) == before)
            #expect(!sync.messages.contains("Go on with: "))
        }
    }

    @Test func `a file with a problem is not begun`() async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(
                "email,seats\na@x.org,1\nb@x.org,two\n",
                arguments: Self.arguments.dropLast(3) + ["--on-error", "rollback"])
            #expect(push.code == 3)
            #expect(scene.writes == 0)
        }
    }
}
