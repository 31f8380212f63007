import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What a process that died had under way may be carried out when the next run has read the table already, and no later plan must miss
/// it. The service does not match keys: whoever misses a record creates it again.
@Suite(.timeLimit(.minutes(30))) struct LateWriteTests {
    private typealias Scene = RecoveryScene

    /// A table each write to which takes five seconds.
    private struct SlowTable: RemoteTable {
        let base: any RemoteTable
        let time: VirtualTime

        var limits: RemoteLimits { base.limits }
        func forecast(requests: Int) -> Duration? { nil }

        func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
            do { try await time.sleep(for: .seconds(5)) } catch {}
            return try await base.send(chunk)
        }

        func page(
            of query: RecordQuery, after cursor: PageCursor?
        ) async throws(CancellationError) -> Attempt<RecordPage> { try await base.page(of: query, after: cursor) }
    }

    private static func options(_ scene: Scene, _ refresh: RefreshMethod?) -> SyncOptions {
        var options = scene.syncOptions()
        options.plan.mode = .push
        options.refresh = refresh
        return options
    }

    /// Rows of others, whose writing takes longer than anything can be late.
    private static let others = (200..<230).map { Scene.row($0, "other") }

    /// Has a process die in a push of ``RecoveryScene/rows`` whose last requests are carried out 25 s later; another process reads the
    /// table 2 s after that, writes for 75 s, and ends.
    private static func late(_ scene: Scene, _ read: RefreshMethod) async throws -> Scene.Legacy {
        #expect(try await scene.table.sync(Scene.old, matching: ["email"], options: options(scene, .full)).isComplete)
        try await scene.time.sleep(for: .seconds(600))
        let life = try await scene.live(until: 80, .appliedLate) { scene, table in
            _ = try await table.sync(Scene.rows, matching: ["email"], options: options(scene, .full))
        }
        #expect(life.kill.isDead)
        let (heir, before) = (life.scene, scene.table.records.count)
        try await scene.time.sleep(for: .seconds(2))
        var second = options(heir, read)
        second.run.requestsInFlight = 1
        let slow = SlowTable(base: life.table, time: scene.time)
        #expect(try await slow.sync(others, matching: ["email"], options: second).isComplete)
        // What had been late has come, beside what the push wrote.
        #expect(scene.table.records.count > before + others.count)
        return life
    }

    @Test(arguments: [RefreshMethod.full, .changed, .none], [RefreshMethod.none, .changed, nil])
    func `a write that is carried out after the next run has read is found by the run after that`(
        _ read: RefreshMethod, _ refresh: RefreshMethod?
    ) throws {
        try Scene.run(matchingKeys: false) { scene in
            let life = try await Self.late(scene, read)
            let heir = life.scene
            #expect(try heir.snapshot().state().openSince != nil)
            let options = Self.options(heir, refresh)
            #expect(try await life.table.sync(Scene.rows, matching: ["email"], options: options).isComplete)
            let contents = scene.contents
            #expect(contents.values.allSatisfy { $0["twice"] == nil })
            for (key, cells) in Scene.wanted { #expect(contents[key]?["name"] == cells["name"]) }
            try heir.expectMirrored(isTrusted: nil, "\(read), \(String(describing: refresh))")
        }
    }

    @Test func `the snapshot is trusted again once a read began when nothing could be late any more`() throws {
        try Scene.run(matchingKeys: false) { scene in
            let life = try await Self.late(scene, .changed)
            let heir = life.scene
            let options = Self.options(heir, .changed)
            #expect(try await life.table.sync(Scene.rows, matching: ["email"], options: options).isComplete)
            try heir.expectMirrored(isTrusted: true, "after the third push")
        }
    }
}
