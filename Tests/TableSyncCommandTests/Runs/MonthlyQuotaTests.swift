import JSONText
import MockAirtable
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// What a command does when the service says that the month's calls are used up.
@Suite(.timeLimit(.minutes(30))) struct MonthlyQuotaTests {
    private static let users = "email,name\n" + (0..<45).map { "u\($0)@x.org,N\($0)\n" }.joined()

    @Test func `a push stops with exit 8, says what it can be gone on with, and a resume finishes it`() async throws {
        // The schema, the keys, and five requests that create, of which the last three are refused.
        let faults = (4..<7).map { FaultPlan.Rule(.status(.quotaExceeded), request: $0) }
        try await PushScene.run(faults: faults, .slow) { scene in
            let push = try await scene.push(Self.users, "--unique", "email", "--json")
            #expect(push.code == 8)
            #expect(push.event("summary")?["failed"] == 0)
            #expect(push.event("summary")?["created"] == 20)
            #expect(push.event("summary")?["not_attempted"] == 25)
            #expect(try scene.records().count == 20)
            #expect(scene.mock.log.count <= 7)
            let run = try #require(try scene.journal().runs().first)
            #expect(!run.isFinished)

            // Whatever was not sent before the first refusal came back leaves its own refusal to the next command.
            var code: Int32 = 8
            for _ in 0..<4 where code == 8 { code = try await scene.resume(run.id.rawValue).code }
            #expect(code == 0)
            #expect(Set(try scene.records().compactMap { $0["email"]?.stringValue }).count == 45)
            #expect(try scene.records().count == 45)
        }
    }
}
