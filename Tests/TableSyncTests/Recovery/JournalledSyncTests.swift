import FoundationEssentials
import Locking
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What carrying out a plan leaves in the journal.
@Suite(.timeLimit(.minutes(30))) struct JournalledSyncTests {
    private typealias Scene = RecoveryScene

    @Test func `a sync is a run that can be undone, and its report names it`() throws {
        try Scene.run { scene in
            let report = try await scene.table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions())
            let journal = try scene.journal()
            let run = try journal.run(#require(report.run))
            #expect(run.ending?.kind == .complete)
            #expect(run.ending?.sentence == "22 rows created, 22 rows updated, 18 records deleted.")
            #expect(run.description.what == "sync rows")
            #expect(run.description.preImages == .known(unseen: []))
            let undo = try await scene.table.undo(run.id, in: journal, schema: Scene.schema, options: scene.options)
            #expect(undo.isComplete)
            #expect(scene.table.records.count == scene.before.count)
        }
    }

    @Test func `a sync that has nothing to write is no run`() throws {
        try Scene.run { scene in
            let rows = (0..<40).map { Scene.row($0, "old") }
            let report = try await scene.table.sync(rows, matching: ["email"], options: scene.syncOptions())
            #expect(report.isComplete && report.run == nil)
            #expect(try scene.journal().runs().isEmpty)
        }
    }

    @Test func `a plan is good once, and only one that was saved leaves a mark`() throws {
        try Scene.run { scene in
            let options = scene.syncOptions()
            let marks = scene.folder + "/applied"
            let names = { (try? FileManager.default.contentsOfDirectory(atPath: marks)) ?? [] }
            let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
            _ = try await scene.table.apply(plan, options: options)
            await #expect(throws: PlanUsed()) { try await scene.table.apply(plan, options: options) }
            _ = try await scene.table.sync(Scene.rows, matching: ["email"], options: options)
            #expect(names().isEmpty)

            let path = scene.folder + "/users.plan"
            let saved = try await scene.table.plan(
                Scene.rows, matching: ["email"], options: options, savingTo: path)
            _ = try await scene.table.apply(saved, options: options)
            #expect(names() == [saved.header.id])
            let again = try Plan(contentsOf: path)
            await #expect(throws: PlanUsed()) { try await scene.table.apply(again, options: options) }
        }
    }

    @Test func `what is synced again finds a stopped run, and a plan is still good after the table was busy`() throws {
        try Scene.run { scene in
            var options = scene.syncOptions()
            let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
            var lock: RunLock? = try RunLock([JournalScene.target], in: scene.folder, since: scene.time.date)
            await #expect(throws: RunInProgress.self) { _ = try await scene.table.apply(plan, options: options) }
            withExtendedLifetime(lock) {}
            lock = nil
            options.run.maxRequests = 20
            let report = try await scene.table.apply(plan, options: options)
            let run = try scene.journal().run(#require(report.run))
            #expect(run.ending?.kind == .stopped && !run.isFinished)
            let rest = try await scene.table.resume(run.id, in: scene.journal(), options: scene.options)
            #expect(rest.isComplete)
            #expect(scene.contents == Scene.wanted)
        }
    }

    /// A clock at which whoever reads it looks around.
    private struct Lookout: TimeSource {
        let base: VirtualTime
        let look: @Sendable () -> Void

        var now: TimePoint {
            look()
            return base.now
        }
        var date: Date {
            look()
            return base.date
        }

        func sleep(until deadline: TimePoint) async throws(CancellationError) { try await base.sleep(until: deadline) }
    }

    @Test func `at no moment is a plan marked as carried out of which the journal has no run`() throws {
        struct Moment: Hashable {
            let isMarked: Bool
            let runs: Int?
        }
        try Scene.run { scene in
            let path = scene.folder + "/users.plan"
            var options = scene.syncOptions()
            let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options, savingTo: path)
            let journal = try scene.journal()
            let moments = Guarded<Set<Moment>>([])
            options.run.time = Lookout(base: scene.time) {
                let mark = scene.folder + "/applied/" + plan.header.id
                let moment = Moment(
                    isMarked: FileManager.default.fileExists(atPath: mark), runs: try? journal.runs().count)
                moments.withLock { _ = $0.insert(moment) }
            }
            #expect(try await scene.table.apply(plan, options: options).isComplete)
            let seen = moments.withLock { $0 }
            #expect(seen == [Moment(isMarked: false, runs: 0), Moment(isMarked: true, runs: 1)])
        }
    }

    @Test func `a plan whose process died before the mark is good, and one that cannot be marked is not begun`() throws
    {
        try Scene.run { scene in
            let path = scene.folder + "/users.plan"
            let options = scene.syncOptions()
            let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options, savingTo: path)
            let journal = try scene.journal()
            _ = try journal.begin(
                RunDescription("sync", plan: plan, strategy: "stop"), carryingOut: plan.operations)
            let marks = scene.folder + "/applied"
            #expect(FileManager.default.createFile(atPath: marks, contents: nil))
            await #expect(throws: (any Error).self) { try await scene.table.apply(plan, options: options) }
            #expect(scene.contents == scene.before)
            #expect(try journal.runs().map(\.ending?.kind) == [.incomplete, nil])
            try FileManager.default.removeItem(atPath: marks)
            #expect(try await scene.table.apply(plan, options: options).isComplete)
            #expect(scene.contents == Scene.wanted)
        }
    }
}
