import Foundation
import TableModel
import Testing

@testable import TableSync

/// Which runs are superseded by later ones, and what becomes of them when journals are pruned.
struct SuccessionTests {
    private typealias Scene = JournalScene

    /// Begins a run that has sent something; `kind` is how it ended, nil if it did not.
    private static func begin(
        _ kind: RunEnding.Kind?, in journal: Journal, _ description: RunDescription = Scene.description,
        sends: Bool = true
    ) async throws -> JournalledRun {
        let run = try journal.begin(description)
        if sends {
            let chunk = WriteChunk(.create, [.init(fields: ["name": "Ada"])])
            try await journal.log(of: run).record(.intent(attempt: 1, chunk: chunk, rows: [0]))
        }
        if let kind { try journal.end(run, RunEnding(kind, at: run.begun, sentence: "")) }
        return try journal.run(run.id)
    }

    private static func undo(of run: JournalledRun) -> RunDescription {
        RunDescription("undo", target: Scene.target, strategy: "continue", undoes: run.id)
    }

    @Test(arguments: [RunEnding.Kind.stopped, nil], [RunEnding.Kind.complete, .incomplete, .stopped, nil])
    func `a run is superseded by one that has written into its table since, however that ended`(
        _ kind: RunEnding.Kind?, _ later: RunEnding.Kind?
    ) async throws {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try await Self.begin(kind, in: journal)
            #expect(try journal.superseding(run) == nil)
            let successor = try await Self.begin(later, in: journal)
            #expect(try journal.superseding(run)?.id == successor.id)
        }
    }

    @Test func `a run is not superseded by one that sent nothing, was undone, is an undo, or wrote elsewhere`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try await Self.begin(.stopped, in: journal)
            _ = try await Self.begin(.complete, in: journal, sends: false)
            let undone = try await Self.begin(.undone, in: journal)
            _ = try await Self.begin(.complete, in: journal, Self.undo(of: undone))
            var elsewhere = Scene.description
            elsewhere.target = Scene.target("tblElsewhere")
            _ = try await Self.begin(.complete, in: journal, elsewhere)
            #expect(try journal.superseding(run) == nil)
        }
    }

    @Test func `what is finished, is an undo, or is to be undone is not superseded`() async throws {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let finished = try await Self.begin(.incomplete, in: journal)
            let taken = try await Self.begin(.stopped, in: journal)
            let undo = try await Self.begin(nil, in: journal, Self.undo(of: taken))
            _ = try await Self.begin(.complete, in: journal)
            for run in [finished, taken, undo] {
                #expect(try journal.superseding(run) == nil)
            }
            #expect(try journal.prune(keeping: .newest(1)).spared == [taken.id, undo.id])
        }
    }

    @Test(arguments: [RunEnding.Kind.stopped, nil])
    func `a superseded run goes with its age, and what superseded it not before`(_ kind: RunEnding.Kind?) async throws {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try await Self.begin(kind, in: journal)
            let successor = try await Self.begin(.complete, in: journal)
            #expect(try journal.prune(keeping: .newest(2)).removed.isEmpty)
            #expect(try journal.prune(keeping: .newest(1)).removed == [run.id])
            #expect(try journal.runs().map(\.id) == [successor.id])
        }
    }

    @Test func `what something is at work on stays, with what superseded it`() async throws {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try await Self.begin(.stopped, in: journal)
            let successor = try await Self.begin(.complete, in: journal)
            let lock = try RunLock([Scene.target], in: folder, since: Date())
            let pruning = try journal.prune(keeping: .newest(0))
            #expect(pruning.removed.isEmpty && pruning.spared == [run.id, successor.id])
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `the locks that pruning takes are free again when it has ended`() async throws {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            _ = try await Self.begin(nil, in: journal)
            _ = try await Self.begin(.stopped, in: journal)
            _ = try await Self.begin(.complete, in: journal)
            #expect(try journal.prune(keeping: .newest(0)).removed.count == 3)
            _ = try RunLock([Scene.target], in: folder, since: Date())
        }
    }
}
