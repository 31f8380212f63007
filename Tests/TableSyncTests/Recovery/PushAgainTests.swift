import Locking
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Whoever pushes again at once, instead of resuming a run whose process died, finds nothing twice, nothing lost, and nothing of the dead
/// run over what is newer: nothing is read before all that was sent must be carried out.
@Suite(.timeLimit(.minutes(30))) struct PushAgainTests {
    private typealias Scene = RecoveryScene

    private static let rows =
        Scene.updated.map { Scene.row($0, "newer") } + Scene.created.map { Scene.row($0, "newer") }

    /// - Parameter matchesKeys: Whether the service finds the records of keys itself; otherwise creates can make a key twice.
    @Test(arguments: [(KillSwitch.Fate.dropped, false), (.applied, false), (.appliedLate, false), (.appliedLate, true)])
    func `a push after every kill point makes the table equal`(_ fate: KillSwitch.Fate, _ matchesKeys: Bool) throws {
        let (plan, points) = try Scene.run(matchingKeys: matchesKeys) { scene in
            let plan = try await scene.plan()
            let kill = KillSwitch()
            _ = try await scene.carryOut(plan, kill)
            return (plan, kill.points)
        }
        #expect(points > 200)
        for point in 0..<points {
            try Scene.run(matchingKeys: matchesKeys) { scene in
                let kill = KillSwitch(at: point, fate)
                _ = try await scene.carryOut(plan, kill)
                let next = scene.next(kill)
                let report = try await next.sync(Self.rows, matching: ["email"], options: scene.syncOptions())
                try await scene.time.sleep(for: .seconds(60))
                try await next.arrive()
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(report.isComplete, comment)
                #expect(scene.contents == Scene.contents(of: Self.rows), comment)
                #expect(scene.table.records.count == Self.rows.count, comment)
            }
        }
    }

    /// A run that died with all that it sent carried out, and nobody told.
    private static func leaveInDoubt(_ scene: Scene) async throws {
        let plan = try await scene.plan()
        let points = Guarded(0)
        try Scene.run { other in
            let kill = KillSwitch()
            _ = try await other.carryOut(plan, kill)
            points.withLock { $0 = kill.points }
        }
        // The last points are the answer to the last request, and what is written down of it.
        let kill = KillSwitch(at: points.withLock { $0 } - 6, .applied)
        _ = try await scene.carryOut(plan, kill)
        #expect(scene.contents == Scene.wanted)
    }

    @Test func `who waits is told why, and the next run does not wait again`() throws {
        try Scene.run { scene in
            try await Self.leaveInDoubt(scene)
            let notices = Guarded<[String]>([])
            var options = scene.syncOptions()
            options.run.notice = { notice in notices.withLock { $0.append(notice) } }
            let run = try #require(try scene.journal().runs().first?.id)
            let begun = scene.time.now
            let first = try await scene.table.sync(Scene.rows, matching: ["email"], options: options)
            #expect(scene.time.now - begun >= .seconds(30))
            #expect(first.isComplete && first.run == nil)
            #expect(
                notices.withLock { $0 } == [
                    "Run \(run) ended with 2 operations sent and not answered. The service may still carry them out, so nothing is "
                        + "read or sent until it cannot any more, in 30 s."
                ])
            let again = scene.time.now
            _ = try await scene.table.sync(Scene.rows, matching: ["email"], options: options)
            #expect(scene.time.now - again < .seconds(1))
            #expect(notices.withLock(\.count) == 1)
        }
    }

    @Test func `bulk verbs wait as well, also one that only creates: the next run looks at that alone`() throws {
        for creates in [true, false] {
            try Scene.run { scene in
                try await Self.leaveInDoubt(scene)
                var options = scene.options
                options.journal = JournalPlace(stateFolder: scene.folder, target: JournalScene.target)
                let begun = scene.time.now
                if creates {
                    _ = try await scene.table.bulkCreate([["name": "x"]], options: options)
                } else {
                    _ = try await scene.table.upsert(Scene.rows, matching: "email", options: options)
                }
                #expect(scene.time.now - begun >= .seconds(30))
                let next = scene.time.now
                _ = try await scene.table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions())
                #expect(scene.time.now - next < .seconds(1))
            }
        }
    }

    @Test func `a stop that is requested while it waits sends nothing, and lets the next run have the table`() throws {
        try Scene.run { scene in
            try await Self.leaveInDoubt(scene)
            let sent = scene.table.requests.count
            var options = scene.syncOptions()
            let stop = StopSignal()
            options.run.stopSignal = stop
            options.run.notice = { _ in stop.request() }
            await #expect(throws: RemoteError.self) {
                try await scene.table.sync(Scene.rows, matching: ["email"], options: options)
            }
            #expect(scene.table.requests.count == sent)
            let report = try await scene.table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions())
            #expect(report.isComplete)
        }
    }

    @Test func `the table is the run's from before it is read`() throws {
        try Scene.run { scene in
            let lock = try RunLock([JournalScene.target], in: scene.folder, since: scene.time.date)
            await #expect(throws: RunInProgress.self) {
                try await scene.table.sync(Scene.rows, matching: ["email"], options: scene.syncOptions())
            }
            #expect(scene.table.requests.isEmpty)
            withExtendedLifetime(lock) {}
        }
    }
}
