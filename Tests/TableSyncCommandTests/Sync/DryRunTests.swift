import ArgumentParser
import JSONText
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct DryRunTests {
    private static let start = "email,name\n" + (0..<20).map { "u\($0)@x.org,N\n" }.joined()
    private static let wanted = "email,name\n" + (1..<20).map { "u\($0)@x.org,M\n" }.joined() + "new@x.org,N\n"

    @Test func `a dry run shows what a plan shows, and writes nothing`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.start, "--unique", "email")
            let (writes, records) = (scene.writes, try scene.records())
            let outcome = try await scene.sync(Self.wanted, "--delete", "--dry-run")
            #expect(outcome.code == 0)
            #expect(outcome.messages == "")
            let plan = try await scene.plan(Self.wanted, "--delete")
            #expect(outcome.data == plan.data + "Dry run: nothing was written.\n")
            #expect(scene.writes == writes)
            #expect(try scene.records() == records)
        }
    }

    @Test func `the exit code tells of changes if it is asked to`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.start, "--unique", "email")
            let flags = ["--delete", "--dry-run", "--detailed-exitcode"]
            #expect(try await scene.sync(Self.wanted, flags[0], flags[1], flags[2]).code == 2)
            #expect(try await scene.sync(Self.start, flags[0], flags[1], flags[2]).code == 0)
            #expect(try await scene.sync("email\n", flags[0], flags[1], flags[2]).code == 6)
        }
    }

    @Test func `machines get the plan as the last event`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.sync(Self.start, "--delete", "--dry-run", "--json")
            #expect(outcome.events.first?["version"] == "1.3")
            #expect(outcome.events.last?["event"] == "plan")
            #expect(outcome.event("summary") == nil)
            #expect(try scene.records().isEmpty)
        }
    }

    @Test func `without a dry run there is no exit code for changes`() {
        #expect(throws: (any Error).self) {
            try Sync.parse(["users.csv", "--unique", "email", "--delete", "--detailed-exitcode"])
        }
    }
}
