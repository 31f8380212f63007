import ArgumentParser
import Foundation
import JSONText
import TableModel
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// What is told of runs, and how old ones are forgotten.
@Suite(.timeLimit(.minutes(30))) struct RunsTests {
    private static let there = "email,name\nada@x.org,Ada\nbob@x.org,Bob\n"
    private static let wanted = "email,name\nada@x.org,Ada L.\ncy@x.org,Cy\n"

    /// A push of two records, and a sync that creates one, updates one and deletes one.
    private static func prepare(_ scene: PushScene) async throws {
        _ = try await scene.push(there, "--unique", "email")
        _ = try await scene.sync(wanted, "--delete", "--max-delete", "1", "--yes")
    }

    @Test func `runs are listed with what they were and how they ended, the newest first`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let outcome = try await scene.runs()
            #expect(outcome.code == 0)
            let lines = outcome.data.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0].contains("  sync users.csv to \"users\" (appSceneAAAAAAAAA)  complete: "))
            #expect(lines[1].contains("  push users.csv to \"users\" (appSceneAAAAAAAAA)  complete: 2 rows created."))
            let limited = try await scene.runs("--limit", "1")
            #expect(limited.data == lines[0] + "\n")
            #expect(limited.messages == "… and 1 more; say --limit 2 for all.\n")
            #expect(try await scene.runs("--base", "appOther").data == "")
            let events = try await scene.runs("--json").events
            #expect(events.map { $0["event"] } == ["version", "run", "run"])
            #expect(events.dropFirst().map { $0["ending"] } == ["complete", "complete"])
        }
    }

    @Test func `where nothing has run, that is said`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.runs()
            #expect(outcome.code == 0)
            #expect(outcome.messages == "There are no runs in state.\n")
        }
    }

    @Test func `a run is shown with each step, and what can be done about it`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let outcome = try await scene.runs("show", "last")
            #expect(outcome.code == 0)
            let lines = outcome.data.split(separator: "\n").map(String.init)
            #expect(lines[0].hasPrefix("Run 2") && lines[0].hasSuffix(": sync users.csv to \"users\""))
            #expect(lines.contains("3 operations: 1 created, 1 updated, 1 deleted"))
            #expect(lines.count { $0.wholeMatch(of: /~ updated  line 2  ada@x\.org  rec\w{14}/) != nil } == 1)
            #expect(lines.count { $0.wholeMatch(of: /\+ created  line 3  cy@x\.org  rec\w{14}/) != nil } == 1)
            #expect(lines.count { $0.wholeMatch(of: /- deleted  bob@x\.org  rec\w{14}/) != nil } == 1)
            #expect(lines.last?.hasPrefix("Take it back with: tablesync undo 2") == true)
            let events = try await scene.runs("show", "last", "--json").events
            #expect(
                events.map { $0["event"] } == ["version", "run", "run_step", "run_step", "run_step", "run_remedy"])
            #expect(Set(events.compactMap { $0["standing"]?.stringValue }) == ["created", "updated", "deleted"])
            #expect(events.compactMap { $0["pre_image"] }.count { $0 == true } == 2)
        }
    }

    @Test func `what left and was never answered is shown as in doubt, with its attempt`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.there, "--unique", "email")
            let journal = try scene.journal()
            let target = try #require(try journal.runs().first).description.target
            let run = try journal.begin(RunDescription("import", target: target, strategy: "stop"))
            let chunk = WriteChunk(.create, [WriteChunk.Element(fields: ["name": "Dan"])])
            try await journal.log(of: run).record(.intent(attempt: 7, chunk: chunk, rows: [0]))
            let outcome = try await scene.runs("show", run.id.rawValue)
            #expect(outcome.data.contains("1 operation: 1 in doubt\n"))
            #expect(outcome.data.contains(" in attempt 7, and no answer was written down\n"))
            #expect(outcome.data.contains("not ended, so interrupted or still at work.\n"))
            let step = try await scene.runs("show", "last", "--json").event("run_step")
            #expect(step?["standing"] == "in_doubt")
            #expect(step?["attempt"] == 7)
            #expect(try await scene.runs().data.contains("still at work: 1 operation: 1 in doubt.\n"))
        }
    }

    @Test func `an undo is shown without lines, which its records have none of`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            _ = try await scene.undo("last", "--yes")
            let shown = try await scene.runs("show", "last")
            #expect(shown.data.contains("operations: "))
            #expect(!shown.data.contains("  line "))
            #expect(shown.data.contains("; key \"email\"\n"))
            #expect(shown.data.contains(/\n~ updated  ada@x\.org  rec\w{14}\n/))
            #expect(shown.data.contains(/\n- deleted  cy@x\.org  rec\w{14}\n/))
            let steps = try await scene.runs("show", "last", "--json").events.filter { $0["event"] == "run_step" }
            #expect(!steps.isEmpty && steps.count { $0["line"] != .null } == 0)
            #expect(Set(steps.map { $0["key"] }) == [["ada@x.org"], ["bob@x.org"], ["cy@x.org"]])
            let run = try await scene.runs("show", "last", "--json").event("run")
            #expect(run?["key"] == ["email"])
        }
    }

    @Test func `each part of the work on a run is told with how it ended, in order`() async throws {
        try await PushScene.run { scene in
            let users = "email\n" + (0..<45).map { "u\($0)@x.org\n" }.joined()
            _ = try await scene.push(users, "--unique", "email", "--max-calls", "4")
            _ = try await scene.resume()
            _ = try await scene.undo("last", "--yes")
            let run = try #require(try scene.journal().runs().last)
            let shown = try await scene.runs("show", run.id.rawValue)
            let lines = shown.data.split(separator: "\n").filter { $0.hasPrefix("Ending") || $0.hasPrefix("Undo") }
            try #require(lines.count == 4)
            #expect(lines[0].contains(/^Ending of the run, .* UTC: stopped: \d+ rows created; 0 failed/))
            #expect(
                lines[1].contains(/^Ending of the resume, .* UTC: complete: The resume carried out \d+ operations\.$/))
            #expect(
                lines[2].contains(/^Ending of the undo, .* UTC: undone: Undone by 2\S+: 45 created records deleted\.$/))
            #expect(lines[3].contains(/^Undo 2\S+: complete: 45 created records deleted\.$/))
            let event = try await scene.runs("show", run.id.rawValue, "--json").event("run")
            #expect(event?["ending"] == "undone")
            let endings = event?["endings"]?.arrayValue?.compactMap(\.objectValue) ?? []
            #expect(endings.map { $0["of"] } == ["run", "resume", "undo"])
            #expect(endings.map { $0["ending"] } == ["stopped", "complete", "undone"])
            #expect(event?["undos"]?.arrayValue?.count == 1)
            #expect(try await scene.runs("--limit", "2").data.contains("  undone: Undone by 2"))
        }
    }

    @Test func `a run is named by the beginning of its name, if that names one`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let runs = try scene.journal().runs()
            for run in runs {
                let outcome = try await scene.runs("show", run.id.rawValue)
                #expect(outcome.data.hasPrefix("Run \(run.id): "))
            }
            let ambiguous = try await scene.runs("show", "20")
            #expect(ambiguous.code == 3)
            #expect(
                ambiguous.messages.hasPrefix("Error: The names of 2 runs begin with \"20\": \"\(runs[0].id)\" and "))
            let unknown = try await scene.runs("show", "19")
            #expect(unknown.code == 3)
            #expect(
                unknown.messages == "Error: No run's name begins with \"19\". tablesync runs lists all there are.\n")
        }
    }

    @Test func `pruning keeps the newest and what is not finished, and says what it freed`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let journal = try scene.journal()
            let old = try journal.runs().map(\.id)
            _ = try await scene.push("email,name\neve@x.org,Eve\n", "--unique", "email")
            let outcome = try await scene.runs("prune", "--keep", "1", "--json")
            #expect(outcome.code == 0)
            let event = outcome.event("runs_pruned")
            #expect(event?["removed"] == .array(old.reversed().map { .string($0.rawValue) }))
            #expect(event?["spared"] == .array([]))
            #expect(try journal.runs().count == 1)
            let target = try #require(try journal.runs().first).description.target
            let open = try journal.begin(RunDescription("import", target: target, strategy: "stop"))
            let spared = try await scene.runs("prune", "--keep", "0")
            #expect(spared.data.hasPrefix("appSceneAAAAAAAAA: 1 run forgotten, "))
            #expect(spared.messages == "Note: \(open.id) stays, needed to finish what was interrupted.\n")
        }
    }

    @Test(arguments: [false, true])
    func `that a journal could not be made smaller is noted beside what was forgotten`(_ isJSON: Bool) throws {
        var pruning = Journal.Pruning()
        pruning.removed = [try #require(RunID(rawValue: "20260115-120000-abcdef"))]
        pruning.bytes = 1_000
        pruning.warning = "It could not be made smaller."
        let recorder = Recorder()
        RunOutput(recorder.console(), isJSON: isJSON).pruned(pruning, of: "appA", bytesBefore: 3_000)
        if isJSON {
            #expect(try recorder.events.last?["warning"] == "It could not be made smaller.")
        } else {
            #expect(recorder.data == "appA: 1 run forgotten, 2.0 kB freed, 1.0 kB left.\n")
            #expect(recorder.messages == "Note: It could not be made smaller.\n")
        }
    }

    @Test func `a run of which an undo left something stays with it, and can be undone again`() async throws {
        try await PushScene.run { scene in
            let (run, undo) = try await Self.undoInPart(scene)
            #expect(try await scene.runs("prune", "--keep", "1").code == 0)
            #expect(try scene.journal().runs().map(\.id) == [undo.id, run.id])
            #expect(try await scene.undo(run.id.rawValue, "--yes").code == 10)
        }
    }

    @Test func `an undo is shown also where the run that it undoes is forgotten`() async throws {
        try await PushScene.run { scene in
            let (run, undo) = try await Self.undoInPart(scene)
            try scene.journal().forget(run)
            let shown = try await scene.runs("show", undo.id.rawValue)
            #expect(shown.code == 0)
            #expect(shown.data.contains("somebody else has changed \"name\" since"))
        }
    }

    /// A run, and an undo of it that left a cell.
    private static func undoInPart(_ scene: PushScene) async throws -> (run: JournalledRun, undo: JournalledRun) {
        _ = try await scene.push(there, "--unique", "email")
        _ = try await scene.push("email,name\nada@x.org,Ada L.\nbob@x.org,Rob\n", "--unique", "email")
        let run = try #require(try scene.journal().runs().first)
        _ = try await scene.push(
            "email,name\nada@x.org,Theirs\n", as: "theirs.csv", "--unique", "email", "--table", "users")
        #expect(try await scene.undo(run.id.rawValue, "--yes").code == 10)
        let journal = try scene.journal()
        let undo = try #require(try journal.undos(of: run.id).first)
        for other in try journal.runs() where ![run.id, undo.id].contains(other.id) { try journal.forget(other) }
        return (run, undo)
    }

    @Test func `pruning where there is no run says so`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.runs("prune", "--older-than", "1")
            #expect(outcome.code == 0 && outcome.data.isEmpty)
            #expect(outcome.messages == "There are no runs in state.\n")
            try await Self.prepare(scene)
            let other = try await scene.runs("prune", "--keep", "1", "--base", "appOtherBBBBBBBBB")
            #expect(other.messages == "There are no runs on base appOtherBBBBBBBBB in state.\n")
        }
    }

    @Test(.enabled(if: geteuid() != 0, "The superuser may write everywhere."))
    func `where nothing may be written, pruning forgets nothing and says why`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let file = try scene.journal().path
            try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: file)
            let outcome = try await scene.runs("prune", "--keep", "0")
            #expect(outcome.code == 74)
            #expect(outcome.data.isEmpty)
            let path = file.replacing(scene.folder.path + "/", with: "")
            #expect(
                outcome.messages
                    == "Error: Writing to the journal \(path) failed: it may only be read, or its folder, so nothing in it was "
                    + "changed. Make both writable, then try again.\n")
            #expect(try await scene.runs().data.split(separator: "\n").count == 2)
        }
    }

    @Test func `pruning by age keeps what is younger`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let kept = try await scene.runs("prune", "--older-than", "1")
            #expect(kept.data.hasPrefix("appSceneAAAAAAAAA: 0 runs forgotten, 0 bytes freed, "))
            let tomorrow = Date().addingTimeInterval(90_000)
            let outcome = try await scene.runs("prune", "--older-than", "1", now: tomorrow)
            #expect(outcome.data.hasPrefix("appSceneAAAAAAAAA: 2 runs forgotten, "))
            #expect(try await scene.runs().data == "")
        }
    }

    @Test(arguments: [
        ["prune"], ["prune", "--keep", "1", "--older-than", "1"], ["prune", "--keep=-1"], ["--limit", "0"],
    ])
    func `options that make no sense are refused`(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Runs.parseAsRoot(arguments) }
    }

    @Test func `a journal that cannot be used ends the command with what to do`() async throws {
        try await PushScene.run { scene in
            try await Self.prepare(scene)
            let file = try scene.journal().path
            try Data("nothing of the kind, but long enough to be read".utf8).write(to: URL(fileURLWithPath: file))
            let outcome = try await scene.runs()
            #expect(outcome.code == 74)
            #expect(outcome.messages.contains("the journal "))
        }
    }
}
