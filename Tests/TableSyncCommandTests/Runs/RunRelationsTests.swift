import Foundation
import JSONText
import Testing

@testable import TableSync
@testable import TableSyncCommand

/// What is told of a run that another one has superseded, or undoes.
@Suite(.timeLimit(.minutes(30))) struct RunRelationsTests {
    @Test func `a run into whose table another has written since says so, names it, and offers no bare resume`()
        async throws
    {
        try await PushScene.run { scene in
            let (run, later) = try await Self.supersede(scene)
            let fact = "Run \(later), push users.csv to \"users\", has written into its table since."
            let lines = try await scene.runs().data.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(!lines[0].contains("since") && lines[0].hasPrefix(later.rawValue))
            #expect(lines[1].contains("  stopped: ") && lines[1].hasSuffix(" \(fact)"))

            let shown = try await scene.runs("show", run.rawValue).data.split(separator: "\n").map(String.init)
            #expect(shown.contains(fact))
            #expect(
                shown.suffix(2) == [
                    "Going on with it could put older cells over newer ones, since run \(later), push users.csv to \"users\", "
                        + "has written into its table. To do so all the same: tablesync resume \(run)",
                    "Take it back with: tablesync undo \(run)",
                ])
            let events = try await scene.runs("--json").events.filter { $0["event"] == "run" }
            #expect(events.map { $0["superseded_by"] } == [.null, .string(later.rawValue)])
            let json = try await scene.runs("show", run.rawValue, "--json")
            #expect(json.event("run")?["superseded_by"] == .string(later.rawValue))
            let remedy = json.event("run_remedy")
            #expect(remedy?["resume"] == .null && remedy?["undo"] == .string("tablesync undo \(run)"))
            #expect(remedy?["resume_anyway"] == .string("tablesync resume \(run)"))

            let last = try await scene.runs("show", "last", "--json")
            #expect(last.event("run")?["superseded_by"] == .null)
            #expect(last.event("run_remedy")?["resume_anyway"] == .null)
        }
    }

    @Test func `a run into whose table another has written since can be undone, and is pruned like a finished one`()
        async throws
    {
        try await PushScene.run { scene in
            let (run, later) = try await Self.supersede(scene)
            #expect(try await scene.undo(run.rawValue, "--yes", "--dry-run").code == 10)
            let kept = try await scene.runs("prune", "--keep", "2", "--json").event("runs_pruned")
            #expect(kept?["removed"] == .array([]))
            let pruned = try await scene.runs("prune", "--keep", "1", "--json").event("runs_pruned")
            #expect(pruned?["removed"] == .array([.string(run.rawValue)]))
            #expect(try scene.journal().runs().map(\.id) == [later])
        }
    }

    /// A push that a budget stopped, and another that has changed one of its records.
    private static func supersede(_ scene: PushScene) async throws -> (run: RunID, later: RunID) {
        let users = "email,name\n" + (0..<45).map { "u\($0)@x.org,N\n" }.joined()
        #expect(try await scene.push(users, "--unique", "email", "--max-calls", "4").code == 8)
        #expect(try await scene.push("email,name\nu0@x.org,other\n", "--unique", "email").code == 0)
        let runs = try scene.journal().runs().map(\.id)
        try #require(runs.count == 2)
        return (runs[1], runs[0])
    }

    @Test func `a run whose undo was stopped says so, and how that goes on`() async throws {
        try await PushScene.run { scene in
            let users = "email\n" + (0..<45).map { "u\($0)@x.org\n" }.joined()
            _ = try await scene.push(users, "--unique", "email")
            let run = try #require(try scene.journal().runs().first?.id)
            #expect(try await scene.undo("last", "--yes", "--max-calls", "4").code == 8)
            let undo = try #require(try scene.journal().runs().first?.id)
            let fact = "Its undo \(undo) was interrupted: tablesync undo \(run) goes on with that."
            let lines = try await scene.runs().data.split(separator: "\n")
            #expect(lines.last?.contains("  partly-undone: ") == true && lines.last?.hasSuffix(" \(fact)") == true)
            #expect(try await scene.runs("show", run.rawValue).data.contains("\n\(fact)\n"))
            let event = try #require(try await scene.runs("--json").events.last)
            let undos = event["undos"]?.arrayValue ?? []
            #expect(undos.map { $0["run"] } == [.string(undo.rawValue)])
            #expect(undos.map { $0["ending"] } == ["stopped"])

            #expect(try await scene.undo(run.rawValue, "--yes").code == 0)
            #expect(try await !scene.runs().data.contains("goes on with that"))
        }
    }

    @Test(arguments: [false, true])
    func `a run whose undo has not ended says so`(_ isRollback: Bool) async throws {
        try await PushScene.run { scene in
            _ = try await scene.push("email,name\nada@x.org,Ada\n", "--unique", "email")
            let journal = try scene.journal()
            let run = try #require(try journal.runs().first)
            var description = RunDescription(
                "undo \(run.id)", target: run.description.target, strategy: "continue", undoes: run.id)
            description.isRollback = isRollback
            let undo = try journal.begin(description)
            let fact =
                "It is being \(isRollback ? "rolled back" : "undone") by \(undo.id), or that was interrupted: tablesync undo "
                + "\(run.id) goes on with that."
            let lines = try await scene.runs().data.split(separator: "\n")
            #expect(lines[1].hasSuffix("  complete: 1 row created. \(fact)"))
            #expect(try await scene.runs("show", run.id.rawValue).data.contains("\n\(fact)\n"))
            let event = try await scene.runs("--json").events[2]
            #expect(event["undos"]?.arrayValue?.first?["ending"] == .null)
        }
    }
}
