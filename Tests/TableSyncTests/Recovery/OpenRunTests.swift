import Locking
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What the next run finds of a run that ended without knowing all that it wrote.
@Suite(.timeLimit(.minutes(30))) struct OpenRunTests {
    private typealias Scene = RecoveryScene

    /// A table that answers the first write of a run late, and the second one never, although both are applied. The service does not
    /// match keys, so that nothing but a look at the table keeps rows from being created twice.
    private final class Fickle: RemoteTable {
        enum Trouble { case none, lost, dead }

        private let base: InMemoryTable
        private let time: VirtualTime
        private let state = Guarded<(trouble: Trouble, writes: Int)>((.none, 0))

        init(_ time: VirtualTime) {
            self.time = time
            var limits = Scene.limits
            limits.mergeableTypes = []
            base = InMemoryTable(limits: limits, date: { time.date })
        }

        var limits: RemoteLimits { base.limits }
        func forecast(requests: Int) -> Duration? { nil }

        /// What becomes of the writes to come.
        func begin(_ trouble: Trouble) { state.withLock { $0 = (trouble, 0) } }

        var emails: [FieldValue] { base.records.compactMap { $0.fields["email"] } }

        func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
            let (trouble, number) = state.withLock { state in
                defer { state.writes += 1 }
                return state
            }
            switch (trouble, number) {
            case (.none, _): return try await base.send(chunk)
            case (_, 0):
                await pause(.seconds(40))
                return try await base.send(chunk)
            case (_, 1):
                _ = try await base.send(chunk)
                await pause(.seconds(trouble == .dead ? 60 : 11))
                if trouble == .dead { throw CancellationError() }
                return .unknown(Self.lost)
            case (.dead, _):
                await pause(.seconds(60))
                throw CancellationError()
            case (.lost, _): return .notApplied(RemoteError(.unreachable, message: "away", attempted: "write"))
            }
        }

        func page(
            of query: RecordQuery, after cursor: PageCursor?
        ) async throws(CancellationError) -> Attempt<RecordPage> {
            let isDeaf = state.withLock { $0.trouble == .lost && $0.writes > 0 }
            return isDeaf ? .unknown(Self.lost) : try await base.page(of: query, after: cursor)
        }

        private func pause(_ duration: Duration) async { do { try await time.sleep(for: duration) } catch {} }

        private static let lost = RemoteError(.noAnswer, message: "the connection ended", attempted: "send")
    }

    /// A log that dies after 50 seconds of its run.
    private struct Dying: RunLog {
        struct Dead: Error {}

        let time: VirtualTime
        let end: TimePoint

        func record(_ event: RunEvent) throws { if time.now >= end { throw Dead() } }
    }

    private static func options(_ scene: Scene, _ refresh: RefreshMethod?) -> SyncOptions {
        var options = SyncOptions(target: JournalScene.target, schema: Scene.schema, stateFolder: scene.folder)
        options.fields = ["email", "name", "seats"]
        options.refresh = refresh
        options.run = scene.options
        return options
    }

    private static func rows(_ count: Int) -> [Fields] { (0..<count).map { Scene.row($0, "new") } }

    /// Makes a table of 20 rows, of which the snapshot knows; then a minute goes by.
    private static func begun(_ scene: Scene) async throws -> Fickle {
        let table = Fickle(scene.time)
        let first = try await table.sync(rows(20), matching: ["email"], options: options(scene, .full))
        #expect(first.isComplete)
        try await scene.time.sleep(for: .seconds(60))
        return table
    }

    /// Syncs again in a process of its own, and expects that nothing is there twice.
    private static func expectNothingTwice(_ table: Fickle, _ scene: Scene, _ refresh: RefreshMethod?) async throws {
        table.begin(.none)
        let report = try await table.sync(rows(40), matching: ["email"], options: options(scene, refresh))
        #expect(report.isComplete)
        #expect(table.emails.count == 40)
        #expect(Set(table.emails).count == 40)
    }

    @Test(arguments: [RefreshMethod.none, .changed, nil])
    func `a create whose answer was lost for good is found by the next sync`(_ refresh: RefreshMethod?) throws {
        try Scene.run { scene in
            let table = try await Self.begun(scene)
            table.begin(.lost)
            let report = try await table.sync(
                Self.rows(40), matching: ["email"], options: Self.options(scene, .changed))
            #expect(report.rows.created == 2 && report.rows.unknown == 2)
            #expect(Set(table.emails).count == 24)
            try await Self.expectNothingTwice(table, scene, refresh)
        }
    }

    @Test(arguments: [RefreshMethod.none, .changed, nil])
    func `what was in flight when a process died is found by the next sync`(_ refresh: RefreshMethod?) throws {
        try Scene.run { scene in
            let table = try await Self.begun(scene)
            table.begin(.dead)
            var options = Self.options(scene, .changed)
            options.run.log = Dying(time: scene.time, end: scene.time.now + .seconds(50))
            await #expect(throws: InterruptedRun.self) {
                try await table.sync(Self.rows(40), matching: ["email"], options: options)
            }
            #expect(Set(table.emails).count == 24)
            try await Self.expectNothingTwice(table, scene, refresh)
        }
    }

    @Test func `a snapshot is trusted again after a run of which all is known`() throws {
        try Scene.run { scene in
            let table = try await Self.begun(scene)
            let managed = try Self.options(scene, nil).managed(key: ["email"])
            let snapshot = try Snapshot.open(
                in: scene.folder,
                for: SnapshotIdentity(
                    service: JournalScene.target.service, base: JournalScene.target.base,
                    table: JournalScene.target.table.rawValue, managed: managed)
            ).snapshot
            #expect(try snapshot.state().openSince == nil)
            table.begin(.lost)
            _ = try await table.sync(Self.rows(40), matching: ["email"], options: Self.options(scene, .changed))
            #expect(try snapshot.state().openSince != nil)
            let choice = RefreshChoice(
                try snapshot.state(), need: RefreshNeed(rows: 1_000), now: scene.time.date)
            #expect(choice.chosen == .full)
            // Until then what was lost may still be carried out.
            try await scene.time.sleep(for: .seconds(30))
            try await Self.expectNothingTwice(table, scene, nil)
            #expect(try snapshot.state().openSince == nil)
        }
    }
}
