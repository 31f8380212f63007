import ArgumentParser
import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// How many rows may fail before a resume that continues stops all the same.
@Suite(.timeLimit(.minutes(30))) struct ResumeMaxErrorsTests {
    private static let refusing = ServiceConfiguration.with {
        $0.access.tokens = [ServiceToken("patScene", role: .edit)]
    }
    private static let users =
        "email,plan\n" + (0..<600).map { "u\($0)@x.org,\($0 % 10 == 4 ? "Gold\($0)" : "Pro")\n" }.joined()
    private static let arguments = ["--unique", "email", "--typecast"]

    @Test func `a resume stops when so many more rows were refused, and without a limit it does not`() async throws {
        try await PushScene.run(Self.refusing) { scene in
            let continuing = Self.arguments + ["--on-error", "continue", "--max-errors", "3"]
            let push = try await scene.push(Self.users, arguments: continuing)
            #expect(push.code == 1)
            let there = try scene.records().count
            let limited = try await scene.resume("last", "--max-errors", "3", "--json")
            #expect(limited.code == 1)
            let summary = try #require(limited.event("resume_summary"))
            #expect(summary["stopped"] == "Stopped: 3 rows were refused, as many as --max-errors allows.")
            let number = { (name: String) in summary[name]?.numberValue?.intValue ?? 0 }
            #expect((3..<40).contains(number("failed")) && number("not_attempted") > 0)
            #expect(try scene.records().count > there)
            #expect(try await scene.resume("last", "--json").event("resume_summary")?["stopped"] == .null)
            #expect(try scene.records().count == 540)
        }
    }

    @Test func `it is not for a run that the first refused row ends`() async throws {
        try await PushScene.run { scene in
            let users = "email\n" + (0..<200).map { "u\($0)@x.org\n" }.joined()
            #expect(try await scene.push(users, "--unique", "email", "--max-calls", "4").code == 8)
            let there = try scene.records().count
            let refused = try await scene.resume("last", "--max-errors", "3")
            #expect(refused.code == 64)
            #expect(
                refused.messages.contains(
                    " was begun with --on-error stop. Nothing was written. Say --on-error continue as "))
            #expect(try scene.records().count == there)
            #expect(try await scene.resume("last", "--max-errors", "3", "--on-error", "continue").code == 0)
            #expect(try scene.records().count == 200)
        }
    }

    @Test(arguments: [["--max-errors", "3", "--on-error", "stop"], ["--max-errors", "0"]])
    func `it is for a resume that continues, and a number from 1 on`(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Resume.parse(arguments) }
    }
}
