import Foundation
import GRDB
import Locking
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A snapshot that has missed some of what a run did is not trusted before it was told.
///
/// The service does not match keys: whoever trusts a snapshot that lacks a record creates it again.
@Suite(.timeLimit(.minutes(30))) struct SnapshotMissTests {
    private typealias Scene = RecoveryScene

    private static func run(_ body: @escaping @Sendable (Scene) async throws -> Void) throws {
        try Scene.run(matchingKeys: false, body)
    }

    /// Options of a push that may trust the snapshot; a run of it ends after `requests`.
    private static func options(_ scene: Scene, requests: Int? = nil) -> SyncOptions {
        var options = scene.syncOptions()
        options.plan.mode = .push
        options.run.maxRequests = requests
        return options
    }

    /// Reads the table and pushes rows to it, which makes nothing of it but what it is.
    private static func read(_ scene: Scene) async throws {
        var options = options(scene)
        options.refresh = .full
        #expect(try await scene.table.sync(Scene.old, matching: ["email"], options: options).isComplete)
    }

    /// Expects of a push that it trusts the snapshot, finds nothing to do, and does nothing.
    private static func expectNothingToDo(_ rows: [Fields], _ scene: Scene) async throws {
        try scene.expectMirrored(isTrusted: true, "before the push")
        let before = scene.table.records
        try await scene.time.sleep(for: .seconds(600))
        let plan = try await scene.table.plan(rows, matching: ["email"], options: options(scene))
        #expect(plan.counts.unchanged == rows.count)
        _ = try await scene.table.sync(rows, matching: ["email"], options: options(scene))
        #expect(scene.table.records == before)
    }

    /// Looks on at the events of a run.
    private struct Onlooker: RunLog {
        let look: @Sendable (RunEvent) throws -> Void

        func record(_ event: RunEvent) throws { try look(event) }
    }

    private static func resume(_ id: RunID?, _ scene: Scene, _ table: any RemoteTable) async throws {
        try await scene.time.sleep(for: .seconds(600))
        let report = try await table.resume(
            #require(id), in: scene.journal(), options: scene.options)
        #expect(report.isComplete)
    }

    /// Has somebody else run a statement in a database.
    private static func run(_ sql: String, at path: String) throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }

    // MARK: What is missed

    @Test func `what a run could not tell it is told when the run is resumed`() throws {
        try Self.run { scene in
            try await Self.read(scene)
            let path = try scene.snapshot().path
            var options = Self.options(scene, requests: 25)
            let hasTrouble = Guarded(false)
            options.run.log = Onlooker { event in
                guard case .outcomes = event else { return }
                let isFirst = hasTrouble.withLock { had in
                    defer { had = true }
                    return !had
                }
                guard isFirst else { return }
                try Self.run(
                    "CREATE TRIGGER full BEFORE UPDATE ON snapshot BEGIN SELECT RAISE(ABORT, 'full'); END", at: path)
            }
            let report = try await scene.table.sync(Scene.rows, matching: ["email"], options: options)
            #expect(report.rows.created > 0 && report.rows.notAttempted > 0)
            #expect(report.warnings.count { $0.contains("could not be noted") } == 1)
            try Self.run("DROP TRIGGER full", at: path)
            try await Self.resume(report.run, scene, scene.table)
            try await Self.expectNothingToDo(Scene.rows, scene)
        }
    }

    @Test func `what a power cut took from it, it is told when the run is resumed`() throws {
        try Self.run { scene in
            try await Self.read(scene)
            let (kept, early) = (scene.folder + "/snapshots", scene.folder + "/early")
            var options = Self.options(scene, requests: 25)
            options.run.log = Onlooker { event in
                guard case .outcomes = event, !FileManager.default.fileExists(atPath: early) else { return }
                try FileManager.default.copyItem(atPath: kept, toPath: early)
            }
            let report = try await scene.table.sync(Scene.rows, matching: ["email"], options: options)
            #expect(report.rows.created > 0 && report.rows.notAttempted > 0)
            try FileManager.default.removeItem(atPath: kept)
            try FileManager.default.moveItem(atPath: early, toPath: kept)
            try await Self.resume(report.run, scene, scene.table)
            try await Self.expectNothingToDo(Scene.rows, scene)
        }
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `what a rehearsed undo found out it is told when the run is resumed`(_ fate: KillSwitch.Fate) throws {
        try Self.run { scene in
            try await Self.read(scene)
            let life = try await scene.live(until: 60, fate) { scene, table in
                _ = try await table.sync(Scene.rows, matching: ["email"], options: Self.options(scene))
            }
            let heir = life.scene
            let run = try #require(try heir.journal().runs().first)
            #expect(try heir.journal().ledger(of: run).unknown.count > Scene.limits.recordsPerPage)
            _ = try await life.table.undo(
                run.id, in: heir.journal(), schema: Scene.schema, isRehearsal: true, options: heir.options)
            #expect(try heir.journal().ledger(of: run).unknown.isEmpty)
            try await Self.resume(run.id, heir, life.table)
            try await Self.expectNothingToDo(Scene.rows, heir)
        }
    }

    @Test func `what an undo finds deleted by the run that it undoes, it has heard of`() throws {
        var found = 0
        for requests in 30..<50 {
            found += try Scene.run(matchingKeys: false) { scene in
                var options = scene.syncOptions()
                options.refresh = .full
                options.run.maxRequests = requests
                let table = FaultyTable(scene.table, scene.time) { _, chunk in
                    chunk.verb == .delete ? .appliedThenLost : nil
                }
                let report = try await table.sync(Scene.rows, matching: ["email"], options: options)
                guard report.vanished.unknown > 0, let run = report.run else { return 0 }
                try await scene.time.sleep(for: .seconds(600))
                let undo = try await scene.table.undo(
                    run, in: scene.journal(), schema: Scene.schema, options: scene.options)
                #expect(undo.isComplete && undo.recreated > 0)
                try await Self.expectNothingToDo(Scene.old, scene)
                return 1
            }
        }
        #expect(found > 0)
    }

    // MARK: What is claimed

    @Test func `it claims no more than the journal has after a power cut took the journal's last outcomes`() throws {
        try Self.run { scene in
            try await Self.read(scene)
            let report = try await scene.table.sync(
                Scene.rows, matching: ["email"], options: Self.options(scene, requests: 25))
            let (journal, snapshot) = (try scene.journal(), try scene.snapshot())
            let run = try journal.run(#require(report.run))
            let told = try snapshot.outcomesTold(of: run.id.rawValue)
            #expect(try told == journal.outcomeCount(of: run) && told > 0)
            try Self.run(
                """
                DELETE FROM event WHERE number > (
                    SELECT MAX(number) FROM event WHERE json_extract(json, '$.event') = 'intent')
                """, at: journal.path)
            let left = try journal.outcomeCount(of: run)
            #expect(left < told)
            try SnapshotUpkeep(of: run, in: journal).setBack()
            #expect(try snapshot.outcomesTold(of: run.id.rawValue) == left)
            try await Self.resume(run.id, scene, scene.table)
            #expect(try snapshot.outcomesTold(of: run.id.rawValue) == journal.outcomeCount(of: run))
            try await Self.expectNothingToDo(Scene.rows, scene)
        }
    }

    @Test func `a rollback that was not finished leaves it open, though the run was resumed`() throws {
        try Self.run { scene in
            let first = scene.table.records[0].id
            var options = scene.syncOptions(onError: .rollback)
            options.refresh = .full
            options.run.maxRequests = 20
            let stopped = try await scene.table.sync(Scene.rows, matching: ["email"], options: options)
            scene.table.change(first, ["name": "theirs"])
            let table = FaultyTable(scene.table, scene.time) { place, _ in place == 2 ? .refused : nil }
            let report = try await table.resume(
                #require(stopped.run), in: scene.journal(), options: scene.options)
            #expect(report.rollback?.conflicts.count == 1)
            #expect(try scene.snapshot().state().openSince != nil)
        }
    }
}
