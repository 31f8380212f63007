import ArgumentParser
import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// How many rows may fail before a push that continues stops all the same.
@Suite(.timeLimit(.minutes(30))) struct MaxErrorsTests {
    private static let refusing = ServiceConfiguration.with {
        $0.access.tokens = [ServiceToken("patScene", role: .edit)]
    }

    /// Rows of which `isBad` says which the service refuses, each for a choice of its own.
    private static func users(_ count: Int, isBad: (Int) -> Bool) -> String {
        "email,plan\n" + (0..<count).map { "u\($0)@x.org,\(isBad($0) ? "Gold\($0)" : "Pro")\n" }.joined()
    }

    private static let arguments = ["--typecast", "--on-error", "continue", "--max-errors", "3", "--json"]

    @Test(arguments: [["--unique", "email"], []])
    func `a push stops when so many rows were refused, and every row is accounted for`(_ key: [String]) async throws {
        try await PushScene.run(Self.refusing) { scene in
            let push = try await scene.push(Self.users(400) { $0 % 10 == 4 }, arguments: key + Self.arguments)
            #expect(push.code == 1)
            let summary = try #require(push.event("summary"))
            let number = { (name: String) in summary[name]?.numberValue?.intValue ?? 0 }
            #expect((3..<40).contains(number("failed")))
            #expect(number("not_attempted") > 0)
            #expect(number("created") + number("failed") + number("not_attempted") == 400)
            #expect(summary["stopped"]?.stringValue?.contains("as many as --max-errors allows") == true)
        }
    }

    @Test func `so do a sync and the apply of a plan`() async throws {
        for isApplied in [false, true] {
            try await PushScene.run(Self.refusing) { scene in
                let users = Self.users(400) { $0 % 10 == 4 }
                let outcome: PushScene.Outcome
                if isApplied {
                    _ = try await scene.plan(users, "--typecast", "-o", "\(scene.folder.path)/users.plan")
                    outcome = try await scene.apply("users.plan", arguments: Array(Self.arguments.dropFirst()))
                } else {
                    outcome = try await scene.sync(users, arguments: Self.arguments + ["--delete", "--yes"])
                }
                #expect(outcome.code == 1)
                let summary = try #require(outcome.event("summary"))
                let number = { (name: String) in summary[name]?.numberValue?.intValue ?? 0 }
                #expect((3..<40).contains(number("failed")) && number("not_attempted") > 0)
                #expect(number("created") + number("failed") + number("not_attempted") == 400)
                #expect(summary["stopped"]?.stringValue?.contains("as many as --max-errors allows") == true)
            }
        }
    }

    @Test func `a sync of a file with so many bad rows writes nothing`() async throws {
        try await PushScene.run { scene in
            let users = "email,seats\n" + (0..<20).map { "u\($0)@x.org,\($0 < 3 ? "many" : "1")\n" }.joined()
            let sync = try await scene.sync(
                users, "--delete", "--yes", "--on-error", "continue", "--max-errors", "3")
            #expect(sync.code == 3)
            #expect(
                sync.messages.contains("3 rows cannot be written, and --max-errors stops at 3, so nothing was written.")
            )
            #expect(scene.writes == 0)
        }
    }

    @Test func `fewer refused rows do not stop it`() async throws {
        try await PushScene.run(Self.refusing) { scene in
            let push = try await scene.push(
                Self.users(40) { $0 < 2 }, arguments: ["--unique", "email"] + Self.arguments)
            #expect(push.event("summary")?["created"] == 38)
            #expect(push.event("summary")?["stopped"] == .null)
        }
    }

    @Test(arguments: [["--unique", "email"], []])
    func `so many rows that cannot be written keep the others from being written`(_ key: [String]) async throws {
        try await PushScene.run { scene in
            let text = "email,seats\na@x.org,one\nb@x.org,two\nc@x.org,3\n"
            let arguments = key + ["--on-error", "continue", "--max-errors"]
            let push = try await scene.push(text, arguments: arguments + ["2"])
            #expect(push.code == 3)
            #expect(push.messages.hasSuffix("nothing was written. Mend them, or allow more with --max-errors.\n"))
            #expect(scene.writes == 0)
            #expect(try await scene.push(text, arguments: arguments + ["3"]).code == 1)
            #expect(try scene.records().count == 1)
        }
    }

    @Test(arguments: [["--max-errors", "3"], ["--on-error", "continue", "--max-errors", "0"]])
    func `it is for a push that continues, and a number from 1 on`(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Push.parse(["users.csv"] + arguments) }
    }
}
