import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What a resume says of a run whose rows are not in its journal.
@Suite(.timeLimit(.minutes(30))) struct UnplannedResumeTests {
    private typealias Scene = RecoveryScene

    private static let rows = (100..<130).map { Scene.row($0, "new") }

    /// The rows as a source that nobody has counted.
    private static var input: AsyncStream<Row> {
        rows.enumerated().map { Row(line: $0 + 1, fields: $1) }.stream
    }

    private static func options(in scene: Scene) -> RunOptions {
        var options = scene.options
        options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
        return options
    }

    /// Runs `body` in processes that die at one point after the other, and gives `check` what each leaves of its run, and how many rows
    /// it has written.
    private static func resume(
        _ fate: KillSwitch.Fate, _ body: @escaping @Sendable (Scene, MortalTable) async throws -> Void,
        check: @escaping @Sendable (ResumeReport, JournalledRun, Int) -> Void
    ) throws {
        var deaths = 0
        for point in stride(from: 0, to: 90, by: 3) {
            deaths += try Scene.run { scene in
                let life = try await scene.live(until: point, fate, body)
                let journal = try life.scene.journal()
                guard life.kill.isDead, let run = try journal.runs().first, run.endings.isEmpty else { return 0 }
                let report = try await life.table.resume(run.id, in: journal, options: scene.options)
                check(report, try journal.run(run.id), scene.table.records.count - 40)
                return 1
            }
        }
        #expect(deaths > 10)
    }

    @Test(arguments: [KillSwitch.Fate.dropped, .applied])
    func `rows that a run did not come to before it died are told one by one`(_ fate: KillSwitch.Fate) throws {
        try Self.resume(fate) { scene, table in
            _ = try await table.bulkCreate(Self.rows, options: Self.options(in: scene))
        } check: { report, run, written in
            #expect(report.rowsKnown == 30)
            #expect(report.notAttempted.count == 30 - written)
            #expect(report.isComplete == (written == 30))
            #expect(run.ending?.kind == (written == 30 ? .complete : .incomplete))
        }
    }

    @Test func `a run that died before its input ended is never complete`() throws {
        try Self.resume(.applied) { scene, table in
            _ = try await table.bulkCreate(Self.input, options: Self.options(in: scene))
        } check: { report, run, written in
            #expect(written == 30 || !report.isComplete)
            #expect(report.isComplete == (run.ending?.kind == .complete))
        }
    }

    @Test func `a run that a budget stopped before its input ended is not complete for being resumed`() throws {
        try Scene.run { scene in
            var options = Self.options(in: scene)
            options.maxRequests = 5
            let pushed = try await scene.table.bulkCreate(Self.input, options: options)
            #expect(pushed.stopped != nil && pushed.counts.created == 10)
            let run = try #require(pushed.run)
            let report = try await scene.table.resume(run, in: scene.journal(), options: scene.options)
            #expect(!report.isComplete)
            #expect(try scene.journal().run(run).ending?.kind == .incomplete)
        }
    }

    @Test func `a run that wrote all rows of its input stays complete when it is resumed`() throws {
        try Scene.run { scene in
            let pushed = try await scene.table.bulkCreate(Self.input, options: Self.options(in: scene))
            let run = try #require(pushed.run)
            let report = try await scene.table.resume(run, in: scene.journal(), options: scene.options)
            #expect(report.isComplete && report.rowsKnown == 30)
            #expect(try scene.journal().run(run).endings.map(\.kind) == [.complete, .complete])
        }
    }
}
