import ArgumentParser
import Foundation
import JSONText
import TableModel
import Testing

@testable import TableSyncCommand

/// Which run a command means that names none, where a state folder knows the runs of two bases.
@Suite(.timeLimit(.minutes(30))) struct HomeBaseTests {
    private static let other = BaseID(rawValue: "appOtherBBBBBBBBB")!

    /// Runs `body` with two bases of one state folder; the newest run is of the second.
    private static func run(
        calls: String = "100", _ body: (_ here: PushScene, _ there: PushScene) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            let here = try PushScene.make(folder)
            let there = try PushScene.make(folder, home: other)
            let rows = "email\n" + (0..<25).map { "u\($0)@x.org\n" }.joined()
            _ = try await here.push(rows, "--unique", "email", "--max-calls", calls)
            _ = try await there.push(rows, "--unique", "email", "--max-calls", calls)
            try await body(here, there)
        }
    }

    @Test func `undo last takes back the last run of the base that the settings name`() async throws {
        try await Self.run { here, there in
            let undo = try await here.undo("last", "--yes", environment: ["TABLESYNC_BASE": PushScene.base.rawValue])
            #expect(undo.code == 0)
            #expect(undo.data.contains("to \"users\" (\(PushScene.base)): 25 created records deleted."))
            #expect(try here.records().isEmpty)
            #expect(try there.records().count == 25)
            #expect(try await there.undo("last", "--yes", "--base", Self.other.rawValue).code == 0)
            #expect(try there.records().isEmpty)
        }
    }

    @Test func `resume goes on with a run of the base that the settings name`() async throws {
        try await Self.run(calls: "4") { here, there in
            let (before, others) = (try here.records().count, try there.records().count)
            #expect((1..<25).contains(before))
            let environment = ["TABLESYNC_BASE": PushScene.base.rawValue]
            let resume = try await here.resume("--json", environment: environment)
            #expect(resume.code == 0)
            #expect(resume.event("resume_summary")?["base"] == .string(PushScene.base.rawValue))
            #expect(try here.records().count == 25)
            #expect(try there.records().count == others)
            let again = try await here.resume(environment: environment)
            #expect(again.data == "There is nothing to resume on base \(PushScene.base).\n")
        }
    }

    @Test func `a run that is named may be of another base, unless the command line says which`() async throws {
        try await Self.run { here, there in
            let list = try await here.runs("--json", "--base", Self.other.rawValue)
            let run = try #require(list.event("run")?["run"]?.stringValue)
            let refused = try await there.undo(run, "--yes", "--base", PushScene.base.rawValue)
            #expect(refused.code == 3)
            #expect(
                refused.messages
                    == "Error: Run \(run) was on base \(Self.other), and --base says \(PushScene.base). Nothing "
                    + "was written. Leave --base out, or name a run of that base.\n")
            #expect(try there.records().count == 25)
            let undo = try await there.undo(
                run, answer: "yes", environment: ["TABLESYNC_BASE": PushScene.base.rawValue])
            #expect(undo.code == 0)
            #expect(undo.messages.hasPrefix("25 records of \"users\" of base \(Self.other) will be deleted."))
        }
    }

    @Test func `where there is no run, that is said`() async throws {
        try await PushScene.run { scene in
            let nowhere = try await scene.resume()
            #expect(nowhere.data == "There is no run.\n")
            let environment = ["TABLESYNC_BASE": Self.other.rawValue]
            let resume = try await scene.resume(environment: environment)
            #expect(resume.data == "There is no run on base \(Self.other).\n")
            let undo = try await scene.undo("last", environment: environment)
            #expect(undo.code == 3)
        }
    }
}
