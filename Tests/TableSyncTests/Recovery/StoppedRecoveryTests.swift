import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A stop that is requested while nothing is written: what is read or waited for is given up at once, and can be begun again.
@Suite(.timeLimit(.minutes(30))) struct StoppedRecoveryTests {
    private typealias Scene = RecoveryScene

    /// The error of `body`, which is asked to stop five seconds after it began, and how long it took.
    private func stopped(
        _ scene: Scene, _ body: @escaping @Sendable (RunOptions) async throws -> Void
    ) async throws -> (error: RemoteError?, duration: Duration) {
        let signal = StopSignal()
        var options = scene.options
        options.stopSignal = signal
        let begun = scene.time.now
        return try await withThrowingTaskGroup(of: Void.self) { [options] group in
            group.addTask {
                try await scene.time.sleep(for: .seconds(5))
                signal.request()
            }
            do {
                try await body(options)
                return (nil, scene.time.now - begun)
            } catch let error as RemoteError {
                return (error, scene.time.now - begun)
            }
        }
    }

    @Test func `a resume that waits until it may look up what is in doubt stops at once, and goes on later`() throws {
        try Scene.run { scene in
            let kill = KillSwitch(at: 2, .appliedLate)
            let run = try await scene.carryOut(scene.plan(), kill)
            let next = scene.next(kill)
            let (error, duration) = try await stopped(scene) { options in
                _ = try await next.resume(run, in: scene.journal(), options: options)
            }
            #expect(error?.code == .stopRequested)
            #expect(duration < .seconds(6))
            #expect(scene.contents == scene.before)
            #expect(try scene.journal().run(run).isFinished == false)
            let report = try await next.resume(run, in: scene.journal(), options: scene.options)
            #expect(report.isComplete)
            #expect(scene.contents == Scene.wanted)
        }
    }

    @Test(arguments: [true, false]) func `an undo that waits stops at once, and goes on later`(isRehearsal: Bool) throws
    {
        try Scene.run { scene in
            let kill = KillSwitch(at: 2, .appliedLate)
            let run = try await scene.carryOut(scene.plan(), kill)
            let next = scene.next(kill)
            let (error, duration) = try await stopped(scene) { options in
                _ = try await next.undo(
                    run, in: scene.journal(), schema: Scene.schema, isRehearsal: isRehearsal, options: options)
            }
            #expect(error?.code == .stopRequested)
            #expect(duration < .seconds(6))
            let undo = try await next.undo(run, in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(undo.isComplete)
            #expect(scene.contents == scene.before)
        }
    }

    @Test func `a rollback that waits stops at once and says what is left`() throws {
        try Scene.run { scene in
            let kill = KillSwitch(at: 60, .applied)
            let run = try await scene.carryOut(scene.plan(), kill, onError: .rollback)
            let journal = try scene.journal()
            let signal = StopSignal()
            var options = scene.options
            options.stopSignal = signal
            let begun = scene.time.now
            let rollback = try await withThrowingTaskGroup(of: Void.self) { [options] group in
                group.addTask {
                    try await scene.time.sleep(for: .seconds(5))
                    signal.request()
                }
                return try await scene.table.rollBack(journal.run(run), in: journal, options: options)
            }
            #expect(rollback.report.stopped == .requested)
            #expect(rollback.report.left > 0)
            #expect(scene.time.now - begun < .seconds(6))
            let undo = try await scene.table.undo(run, in: journal, schema: Scene.schema, options: scene.options)
            #expect(undo.isComplete)
            #expect(scene.contents == scene.before)
        }
    }

    @Test(arguments: [Trouble.unreachable, .lost])
    func `a plan that is looked at again while the service is away stops at once`(
        trouble: Trouble
    ) throws {
        try Scene.run { scene in
            let plan = try await scene.plan()
            let away = FlakyTable(
                base: scene.table, time: scene.time, from: scene.time.now, to: scene.time.now + .seconds(600),
                trouble: trouble)
            let (error, duration) = try await stopped(scene) { options in
                var sync = scene.syncOptions()
                sync.run = options
                _ = try await away.apply(plan, options: sync)
            }
            #expect(error?.code == .stopRequested)
            #expect(duration < .seconds(6))
            #expect(scene.contents == scene.before)
            let report = try await scene.table.apply(plan, options: scene.syncOptions())
            #expect(report.isComplete)
            #expect(scene.contents == Scene.wanted)
        }
    }

    @Test func `records that are read before they are deleted are not waited for`() throws {
        try Scene.run { scene in
            let plan = try await scene.plan()
            let begun = scene.time.now
            let away = FlakyReads(base: scene.table)
            let signal = StopSignal()
            var sync = scene.syncOptions()
            sync.run.stopSignal = signal
            let report = try await withThrowingTaskGroup(of: Void.self) { [sync] group in
                group.addTask {
                    try await scene.time.sleep(for: .seconds(5))
                    signal.request()
                }
                return try await away.apply(plan, options: sync, verifies: false)
            }
            #expect(report.stopped == .requested)
            #expect(report.vanished.notAttempted == 18)
            #expect(scene.time.now - begun < .seconds(6))
            #expect(scene.table.records.count == 62)
            let run = try #require(report.run)
            let resumed = try await scene.table.resume(run, in: scene.journal(), options: scene.options)
            #expect(resumed.isComplete)
            #expect(scene.contents == Scene.wanted)
        }
    }
}

/// A table whose reads find no connection.
private struct FlakyReads: RemoteTable {
    let base: InMemoryTable

    var limits: RemoteLimits { base.limits }
    func forecast(requests: Int) -> Duration? { nil }
    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        try await base.send(chunk)
    }
    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        Trouble.unreachable.attempt()
    }
}
