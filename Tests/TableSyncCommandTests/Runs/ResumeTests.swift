import ArgumentParser
import Foundation
import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// How a run that ended early is told, and finished.
@Suite(.timeLimit(.minutes(30))) struct ResumeTests {
    private static func users(_ count: Int) -> String {
        "email,name\n" + (0..<count).map { "u\($0)@x.org,N\($0)\n" }.joined()
    }

    @Test func `a push that its budget stopped says how to go on, and a resume does the rest`() async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(Self.users(45), "--unique", "email", "--max-calls", "4")
            #expect(push.code == 8)
            let run = try #require(try scene.journal().runs().first?.id)
            #expect(
                push.messages.hasSuffix(
                    "Go on with: tablesync resume \(run)\nTake it back with: tablesync undo \(run)\n"))
            let done = try scene.records().count
            #expect(done > 0 && done < 45)

            let resume = try await scene.resume()
            #expect(resume.code == 0)
            #expect(resume.messages == "")
            #expect(
                resume.data.hasPrefix(
                    "Resumed \(run), push users.csv to \"users\" (\(PushScene.base)): \(45 - done) created. "))
            #expect(try scene.records().count == 45)
            #expect(Set(try scene.records().compactMap { $0["email"]?.stringValue }).count == 45)

            let again = try await scene.resume()
            #expect(again.code == 0)
            #expect(again.data == "There is nothing to resume.\n")
        }
    }

    @Test func `a run into whose table another has written since is passed over, and resumed only by its name`()
        async throws
    {
        try await PushScene.run { scene in
            let push = try await scene.push(Self.users(45), "--unique", "email", "--max-calls", "4")
            #expect(push.code == 8)
            let (first, records) = (try #require(try scene.journal().runs().first?.id), try scene.records().count)
            #expect(records < 45)
            #expect(try await scene.push("email,name\nu0@x.org,other\n", "--unique", "email").code == 0)
            let second = try #require(try scene.journal().runs().first?.id)

            let resume = try await scene.resume()
            #expect(resume.code == 0)
            #expect(resume.data == "There is nothing to resume.\n")
            #expect(
                resume.messages.contains(
                    "Run \(first) is not finished, and run \(second), push users.csv to \"users\", has "))
            #expect(try scene.records().count == records)

            // What it had not come to is written; the record that has been changed is not among that.
            let named = try await scene.resume(first.rawValue)
            #expect(
                named.messages.contains("Run \(second), push users.csv to \"users\", has written into the table since.")
            )
            #expect(try scene.records().count == 45)
            #expect(try scene.records().contains { $0["name"] == "other" })
        }
    }

    @Test func `a run is resumed if what came after it was undone`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(45), "--unique", "email", "--max-calls", "4")
            #expect(try await scene.push("email,name\nu0@x.org,other\n", "--unique", "email").code == 0)
            #expect(try await scene.undo("last", "--yes").code == 0)
            #expect(try await scene.resume().code == 0)
            #expect(try scene.records().count == 45)
        }
    }

    @Test func `a resume can be stopped and resumed itself, and machines are told`() async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(Self.users(45), "--unique", "email", "--max-calls", "4", "--json")
            let run = try #require(push.event("summary")?["run"]?.stringValue)
            let first = try await scene.resume(run, "--max-calls", "4", "--json")
            #expect(first.code == 8)
            let summary = first.event("resume_summary")
            #expect(summary?["run"] == .string(run))
            #expect(summary?["exit_code"] == 8)
            #expect(summary?["not_attempted"]?.numberValue?.intValue ?? 0 > 0)
            let second = try await scene.resume("last", "--json")
            #expect(second.code == 0)
            #expect(second.event("resume_summary")?["exit_code"] == 0)
            #expect(try scene.records().count == 45)
            let nothing = try await scene.resume("--json")
            #expect(nothing.event("resume_summary")?["run"] == .null)
        }
    }

    @Test func `a resume that its journal stops tells what was done, and how to go on`() async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(Self.users(85), "--unique", "email", "--max-calls", "4")
            #expect(push.code == 8)
            let (done, journal) = (try scene.records().count, try scene.journal())
            let run = try #require(try journal.runs().first?.id)
            try await journal.fail(after: 8)
            let stopped = try await scene.resume()
            #expect(stopped.code == 74)
            #expect(stopped.data.hasPrefix("Resumed \(run), push users.csv to "))
            #expect(stopped.messages.contains("Go on with: tablesync resume \(run)\n"))
            #expect(stopped.messages.contains(" rows were done: Writing to the journal "))
            let counted = try #require(stopped.data.firstMatch(of: /: (\d+) created/)).output.1
            let written = try scene.records().count - done
            #expect(written > 0 && written < 85 - done)
            #expect(Int(counted) ?? 0 <= written)
            #expect(try journal.run(run).endings.map(\.stage) == [.run, .resume])
            #expect(try journal.run(run).ending?.kind == .stopped)
            try await journal.recover()
            #expect(try await scene.resume().code == 0)
            #expect(try scene.records().count == 85)
        }
    }

    @Test func `a row that was refused before is not forgotten when the rest is done`() async throws {
        let access = ServiceConfiguration.with { $0.access.tokens = [ServiceToken("patScene", role: .edit)] }
        try await PushScene.run(access) { scene in
            let rows = (0..<200).map { "u\($0)@x.org,\($0 == 4 ? "Gold" : "Pro")\n" }
            let arguments = ["--unique", "email", "--typecast"]
            let push = try await scene.push("email,plan\n" + rows.joined(), arguments: arguments)
            #expect(push.code == 1)
            let resume = try await scene.resume()
            #expect(resume.code == 1)
            #expect(resume.data.contains(" 1 failed before"))
            #expect(try scene.records().count == 199)
            let run = try #require(try scene.journal().runs().first)
            #expect(run.ending?.kind == .incomplete)
            #expect(run.ending?.sentence.hasSuffix("; 1 had failed before.") == true)
        }
    }

    @Test func `rows that are refused then are told by the file of the run`() async throws {
        let access = ServiceConfiguration.with { $0.access.tokens = [ServiceToken("patScene", role: .edit)] }
        try await PushScene.run(access) { scene in
            let rows = (0..<400).map { "u\($0)@x.org,\([4, 390].contains($0) ? "Gold" : "Pro")\n" }
            _ = try await scene.push("email,plan\n" + rows.joined(), "--unique", "email", "--typecast")
            let resume = try await scene.resume()
            #expect(resume.code == 1)
            #expect(resume.messages.contains("users.csv, line 392: "))
            let sentence = try scene.journal().runs().first?.ending?.sentence
            #expect(
                sentence?.contains(/^The resume carried out \d+ operations; 1 failed; 1 had failed before\.$/) == true)
        }
    }

    @Test func `a push that a signal stopped is resumed`() async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(Self.users(45), "--unique", "email") { $0.receive(SIGTERM) }
            #expect(push.code == 143)
            let run = try #require(try scene.journal().runs().first?.id)
            #expect(push.messages.hasSuffix("Go on with: tablesync resume \(run)\n"))
            #expect(try await scene.resume().code == 0)
            #expect(try scene.records().count == 45)
        }
    }

    @Test func `records that somebody has changed since are left out and named`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(25), "--unique", "email")
            let changed = Self.users(25).replacing(",N", with: ",M")
            let push = try await scene.push(changed, "--unique", "email", "--max-calls", "3")
            #expect(push.code == 8)
            let records = try scene.mock.records(of: "users", in: PushScene.base)
            let left = try #require(records.first { $0.cells["name"]?.stringValue?.hasPrefix("N") == true })
            let email = left.cells["email"]?.stringValue ?? ""
            _ = try await scene.push(
                "email,name\n\(email),Theirs\n", as: "theirs.csv", "--unique", "email", "--table", "users")
            let run = try #require(try scene.journal().runs().last { !$0.isFinished })
            let resume = try await scene.resume(run.id.rawValue)
            #expect(resume.code == 1)
            #expect(resume.messages.contains("has been changed since. It was left alone."))
            #expect(try scene.records().count { $0["name"] == "Theirs" } == 1)
            let shown = try await scene.runs("show", run.id.rawValue)
            let lines = shown.data.split(separator: "\n").filter { $0.contains("not attempted  line") }
            #expect(lines.count == 1)
            #expect(
                lines[0].contains("\(email)  rec")
                    && lines[0].hasSuffix("  left out, since somebody had changed the record"))
            let steps = try await scene.runs("show", run.id.rawValue, "--json").events
            #expect(steps.count { $0["left_out"] == "changed" } == 1)
            #expect(
                shown.data.contains(
                    /: incomplete: The resume carried out \d+ operations; 1 left alone, since somebody had changed it\.\n/
                ))
            #expect(try scene.records().count { $0["name"]?.stringValue?.hasPrefix("M") == true } == 24)
        }
    }

    @Test func `a run that was taken back is not gone on with`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(5), "--unique", "email")
            _ = try await scene.undo("last", "--yes")
            let run = try #require(try scene.journal().runs().last?.id)
            let outcome = try await scene.resume(run.rawValue)
            #expect(outcome.code == 3)
            #expect(
                outcome.messages
                    == "Error: Run \(run) was taken back, so there is nothing to go on with. Push again instead.\n")
        }
    }

    @Test func `a run on another service is not sent to this one`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(45), "--unique", "email", "--max-calls", "4")
            let before = scene.mock.log.count
            let outcome = try await scene.resume(service: "api.airtable.com")
            #expect(outcome.code == 3)
            #expect(outcome.messages.contains(" was on mock, and the settings lead to api.airtable.com. "))
            #expect(scene.mock.log.count == before)
        }
    }

    @Test func `while another run is at work on the table, a resume is for later`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.users(45), "--unique", "email", "--max-calls", "4")
            let target = try #require(try scene.journal().runs().first).description.target
            let lock = try RunLock([target], in: scene.place.stateFolder, since: Date())
            let outcome = try await scene.resume()
            #expect(outcome.code == 75)
            #expect(outcome.messages.contains("is at work on table users. Wait for it to end, then try again."))
            withExtendedLifetime(lock) {}
        }
    }
}
