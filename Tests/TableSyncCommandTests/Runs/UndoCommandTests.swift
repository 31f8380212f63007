import ArgumentParser
import Foundation
import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// What an undo asks, does and says.
@Suite(.timeLimit(.minutes(30))) struct UndoCommandTests {
    private static let there = "email,name\nada@x.org,Ada\nbob@x.org,Bob\n"
    private static let wanted = "email,name\nada@x.org,Ada L.\ncy@x.org,Cy\n"

    private static func prepare(_ scene: PushScene) async throws {
        _ = try await scene.push(there, "--unique", "email")
        _ = try await scene.sync(wanted, "--delete", "--max-delete", "1", "--yes")
    }

    private static func cells(_ scene: PushScene) throws -> [[String: JSONValue]] {
        try scene.records().sorted { ($0["email"]?.stringValue ?? "") < ($1["email"]?.stringValue ?? "") }
    }

    private static let before: [[String: JSONValue]] = [
        ["email": "ada@x.org", "name": "Ada"], ["email": "bob@x.org", "name": "Bob"],
    ]

    @Test func `what a sync did is taken back, and new ids are told`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let outcome = try await scene.undo("last", "--yes")
            #expect(outcome.code == 0)
            #expect(try Self.cells(scene) == Self.before)
            let lines = outcome.data.split(separator: "\n")
            #expect(lines[0].wholeMatch(of: /rec\w{14} → rec\w{14}/) != nil)
            #expect(
                lines[1].contains(
                    ": 1 created record deleted, 1 changed record put back, 1 deleted record created again. "))
            #expect(outcome.messages.hasPrefix("Note: 1 record was created again under another id. "))
            #expect(try scene.journal().runs().map(\.ending?.kind) == [.complete, .undone, .complete])
            // The last run that is no undo was taken back already.
            let again = try await scene.undo("last", "--yes")
            #expect(again.code == 0)
            #expect(try Self.cells(scene) == Self.before)
        }
    }

    @Test func `records are deleted only if somebody says yes`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let writes = scene.writes
            let nobody = try await scene.undo("last")
            #expect(nobody.code == 6)
            let no = try await scene.undo("last", answer: "no")
            #expect(no.code == 6)
            #expect(
                no.messages.hasPrefix(
                    "1 record of \"users\" of base \(PushScene.base) will be deleted. Go on? Type yes:\n"))
            #expect(scene.writes == writes)
            #expect(try await scene.undo("last", answer: "yes").code == 0)
            #expect(try Self.cells(scene) == Self.before)
        }
    }

    @Test(arguments: [WriteChunk.Verb.create, .upsert(matching: ["email"])])
    func `records that may have been created are not deleted unasked either`(_ verb: WriteChunk.Verb) async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let journal = try scene.journal()
            let target = try #require(try journal.runs().first).description.target
            let run = try journal.begin(RunDescription("import", target: target, strategy: "stop"))
            let elements = (0..<2).map { WriteChunk.Element(fields: ["email": .string("new\($0)@x.org")]) }
            try await journal.log(of: run).record(
                .intent(attempt: 1, chunk: WriteChunk(verb, elements), rows: [0, 1]))
            let requests = scene.mock.log.count { _ in true }
            let nobody = try await scene.undo("last")
            #expect(nobody.code == 6)
            #expect(
                nobody.messages
                    == "Error: Up to 2 records of \"users\" of base \(PushScene.base) would be deleted, and nobody is here to be "
                    + "asked. Nothing was written. If that is right, say --yes.\n")
            #expect(scene.mock.log.count { _ in true } == requests)
        }
    }

    @Test func `an undo that was stopped sends nobody to push again`() {
        let reasons: [StopReason] = [
            .rowFailed, .refused(error), .unavailable(error), .schemaChanged(field: "email"), .unsettled,
            .budgetReached(requests: 3), .tooManyErrors(limit: 1), .requested,
        ]
        for reason in reasons {
            for (wording, signal) in [(RunStopWording.undo, Int32?.none), (.undo, 2), (.resume, nil), (.resume, 2)] {
                let sentence = wording.sentence(reason, signal: signal)
                #expect(sentence.hasPrefix("Stopped") && sentence.hasSuffix("."))
                #expect(!sentence.contains("ush again"))
            }
        }
        #expect(
            RunStopWording.undo.sentence(.requested, signal: 2)
                == "Stopped as asked. What is counted as deleted, put back or created again is done.")
        #expect(
            RunStopWording.resume.sentence(.rowFailed, signal: nil)
                == "Stopped at the first row that was refused. Resume with --on-error continue to have the others written."
        )
    }

    private var error: RemoteError { RemoteError(.forbidden, message: "m", attempted: "try") }

    @Test func `a dry run says what would be put back, and writes nothing`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let (writes, runs) = (scene.writes, try scene.journal().runs().count)
            let outcome = try await scene.undo("last", "--dry-run")
            #expect(outcome.code == 0)
            #expect(outcome.data.hasPrefix("Undoing 2"))
            #expect(outcome.data.hasSuffix("\nDry run: nothing was written.\n"))
            #expect(scene.writes == writes)
            #expect(try scene.journal().runs().count == runs)
        }
    }

    @Test func `what somebody has changed since is kept and named, and the undo is incomplete`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let run = try #require(try scene.journal().runs().first?.id)
            _ = try await scene.push(
                "email,name\nada@x.org,Theirs\n", as: "theirs.csv", "--unique", "email", "--table", "users")
            let later = try #require(try scene.journal().runs().first?.id)
            let note =
                "Note: Run \(later), push theirs.csv, has written into the table since; what it changed counts as changed by "
                + "somebody else. To take back both, undo that run first.\n"
            #expect(try await scene.undo(run.rawValue, "--dry-run").messages.contains(note))
            let outcome = try await scene.undo(run.rawValue, "--yes")
            #expect(outcome.code == 10)
            #expect(outcome.messages.hasPrefix(note))
            #expect(outcome.messages.contains(": somebody else has changed \"name\" since, so it was left as it is.\n"))
            #expect(try Self.cells(scene).first?["name"] == "Theirs")
            let events = try await scene.undo(run.rawValue, "--yes", "--json")
            #expect(events.event("undo_conflict")?["kind"] == "changed")
            #expect(events.event("undo_conflict")?["field"] == "name")
            #expect(events.event("undo_summary")?["exit_code"] == 10)
            #expect(events.event("undo_summary")?["conflicts"] == 1)
            #expect(events.event("undo_summary")?["done_before"] == 2)
            let again = try await scene.undo(run.rawValue, "--yes")
            #expect(
                again.data.contains(
                    ": in all, 1 created record deleted, 1 deleted record created again, all of them before, 1 left as somebody "
                        + "has made it. "))
            #expect(!outcome.data.contains("before"))
        }
    }

    @Test func `a run that was taken back in part says so, and what can be done about the rest`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let run = try #require(try scene.journal().runs().first?.id)
            _ = try await scene.push(
                "email,name\nada@x.org,Theirs\n", as: "theirs.csv", "--unique", "email", "--table", "users")
            #expect(try await scene.undo(run.rawValue, "--yes").code == 10)
            let undo = try #require(try scene.journal().undos(of: run).first?.id)
            let shown = try await scene.runs("show", run.rawValue)
            #expect(shown.data.contains(": partly-undone: Undone in part by \(undo): 1 created record deleted, "))
            #expect(
                shown.data.hasSuffix(
                    "See what was left with: tablesync runs show \(undo)\nTry what is left with: tablesync undo \(run)\n"
                ))
            let left = try await scene.runs("show", undo.rawValue)
            #expect(left.data.contains("\n! left as it is  Line 2, ada@x.org: Record rec"))
            #expect(left.data.contains(": somebody else has changed \"name\" since, so it was left as it is.\n"))
            let events = try await scene.runs("show", undo.rawValue, "--json")
            #expect(events.event("undo_conflict")?["line"] == 2)
            #expect(
                try await scene.runs("show", run.rawValue, "--json").event("run_remedy")?["show"]
                    == .string("tablesync runs show \(undo)"))
            let writes = scene.writes
            for name in [run, undo] {
                let resume = try await scene.resume(name.rawValue)
                #expect(resume.code == 3)
                #expect(
                    resume.messages
                        == "Error: Run \(run) was taken back in part, so there is nothing to go on with. See what was left "
                        + "with: tablesync runs show \(undo). Try that again with: tablesync undo \(run). Push again to have "
                        + "what the run did once more.\n")
            }
            #expect(scene.writes == writes)
            let rest = try await scene.resume()
            #expect(rest.data == "There is nothing to resume.\n")
        }
    }

    @Test func `a run that was killed and taken back in part is not listed as one that goes on`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let journal = try scene.journal()
            let run = try #require(try journal.runs().first)
            try journal.reopen(run)
            _ = try await scene.push(
                "email,name\nada@x.org,Theirs\n", as: "theirs.csv", "--unique", "email", "--table", "users")
            #expect(try await scene.undo(run.id.rawValue, "--yes").code == 10)
            #expect(try journal.run(run.id).ending?.kind == .partlyUndone)
            #expect(try await scene.resume(run.id.rawValue).messages.contains(" was taken back in part, so "))
            #expect(!(try await scene.runs().data.contains("not ended")))
        }
    }

    @Test func `an undo that was stopped is gone on with from the run that it undoes, too`() async throws {
        try await PushScene.run { scene in
            let text = "email\n" + (0..<45).map { "u\($0)@x.org\n" }.joined()
            _ = try await scene.push(text, "--unique", "email")
            let run = try #require(try scene.journal().runs().first?.id)
            #expect(try await scene.undo("last", "--yes", "--max-calls", "5").code == 8)
            let undo = try #require(try scene.journal().undos(of: run).first?.id)
            let shown = try await scene.runs("show", run.rawValue)
            #expect(shown.data.contains(": partly-undone: Undone in part by \(undo): "))
            #expect(shown.data.hasSuffix("\nGo on with: tablesync resume \(undo)\n"))
            let resumed = try await scene.resume(run.rawValue)
            #expect(resumed.code == 0)
            #expect(resumed.data.hasPrefix("Undid \(run), push users.csv "))
            #expect(try scene.journal().run(run).endings.map(\.kind) == [.complete, .partlyUndone, .undone])
            #expect(try scene.records().isEmpty)
        }
    }

    @Test func `a record of which cells were left is counted once, as left`() async throws {
        try await PushScene.run { scene in
            let rows = "email,name,seats\n" + (0..<5).map { "u\($0)@x.org,N\($0),\($0)\n" }.joined()
            _ = try await scene.push(rows, "--unique", "email")
            _ = try await scene.push(
                rows.replacing(",N", with: ",M").replacing(".org,M0,0", with: ".org,M0,9"), "--unique", "email")
            let run = try #require(try scene.journal().runs().first?.id)
            // Of the first record one cell of two, of the second its only one.
            _ = try await scene.push(
                "email,name\nu0@x.org,T\nu1@x.org,T\n", as: "theirs.csv", "--unique", "email", "--table", "users")
            let rehearsal = try await scene.undo(run.rawValue, "--dry-run")
            let counts = ": 3 changed records put back, 2 left as somebody has made them. "
            #expect(rehearsal.data.contains(counts))
            #expect(rehearsal.messages.contains("Line 2, u0@x.org: Record rec"))
            let undo = try await scene.undo(run.rawValue, "--yes", "--json")
            #expect(try Self.cells(scene).first?["seats"] == 0)
            let summary = try #require(undo.event("undo_summary"))
            #expect(undo.event("undo_conflict")?["key"] == ["u0@x.org"])
            #expect(undo.event("undo_conflict")?["line"] == 2)
            #expect(summary["restored"] == 3 && summary["conflicts"] == 2 && summary["conflicting_cells"] == 2)
            let parts = ["removed", "restored", "recreated", "settled", "conflicts", "failed", "left"]
            #expect(parts.compactMap { summary[$0]?.numberValue?.intValue }.reduce(0, +) == 5)
        }
    }

    @Test(arguments: [["--unique", "email"], []])
    func `what was made for a run stays, and that is said`(_ key: [String]) async throws {
        try await PushScene.run { scene in
            let push = try await scene.push(
                "email,extra,plan\na@x.org,1,Gold\n", arguments: key + ["--create-fields", "--typecast"])
            #expect(push.code == 0)
            let made = "Field \"extra\", which the run created, stays: no API can remove it."
            let typecast = "Choices and linked records that --typecast added, if it did, stay."
            let rehearsal = try await scene.undo("last", "--dry-run", "--json")
            #expect(
                rehearsal.event("undo_summary")?["lasting"] == .array([.string(typecast), .string(made)]))
            let undo = try await scene.undo("last", "--yes")
            #expect(undo.code == 0)
            #expect(undo.messages == "Note: \(typecast)\nNote: \(made)\n")
            _ = try await scene.push("name\nA\n", as: "new.csv", arguments: ["--create-table"])
            let table = try await scene.undo("last", "--yes")
            #expect(table.messages == "Note: Table \"new\", which the run created, stays: no API can remove it.\n")
        }
    }

    @Test func `an undo that its budget stopped goes on, by either command`() async throws {
        try await PushScene.run { scene in
            let text = "email\n" + (0..<45).map { "u\($0)@x.org\n" }.joined()
            _ = try await scene.push(text, "--unique", "email")
            let run = try #require(try scene.journal().runs().first?.id)
            let first = try await scene.undo("last", "--yes", "--max-calls", "5")
            #expect(first.code == 8)
            #expect(first.messages.hasSuffix("Go on with: tablesync undo \(run)\n"))
            #expect((1..<45).contains(try scene.records().count))
            let second = try await scene.resume()
            #expect(second.code == 0)
            #expect(try scene.records().isEmpty)
        }
    }

    @Test func `an undo that its journal stops tells what was done, and how to go on`() async throws {
        try await PushScene.run { scene in
            let text = "email\n" + (0..<85).map { "u\($0)@x.org\n" }.joined()
            _ = try await scene.push(text, "--unique", "email")
            let journal = try scene.journal()
            let run = try #require(try journal.runs().first?.id)
            try await journal.fail(after: 8)
            let stopped = try await scene.undo("last", "--yes")
            #expect(stopped.code == 74)
            #expect(stopped.data.contains(/^Undid .*: \d+ created records deleted, \d+ still to be put back\./))
            #expect(!stopped.messages.contains("Stopped"))
            let events = try await scene.undo("last", "--yes", "--json")
            #expect(events.event("undo_summary")?["exit_code"] == 74)
            let reason = events.event("undo_summary")?["stopped"]?.stringValue
            #expect(reason?.hasPrefix("Stopped: Writing to the journal ") == true)
            #expect(stopped.messages.contains("Go on with: tablesync undo \(run)\n"))
            #expect(stopped.messages.contains("\nError: The undo stopped: "))
            #expect((1..<85).contains(try scene.records().count))
            try await journal.recover()
            #expect(try await scene.resume().code == 0)
            #expect(try scene.records().isEmpty)
        }
    }

    @Test func `an undo is not undone`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            _ = try await scene.undo("last", "--yes")
            let undo = try #require(try scene.journal().runs().first?.id)
            let outcome = try await scene.undo(undo.rawValue, "--yes")
            #expect(outcome.code == 3)
            #expect(outcome.messages.hasPrefix("Error: Run \(undo) is the undo of "))
        }
    }
}
