import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A rollback that was interrupted is gone on with by resuming the run.
@Suite(.timeLimit(.minutes(30))) struct InterruptedRollbackTests {
    private typealias Scene = RecoveryScene

    /// Carries out a plan of which a request is refused, and rolls it back, in a process that may die; gives how many points the
    /// process had passed when the rollback began.
    private static func carryOut(
        _ plan: Plan, refusing request: Int, _ scene: Scene, _ journal: Journal, _ kill: KillSwitch
    ) async throws -> (run: RunID, begun: Int) {
        let run = try await scene.carryOut(plan, kill, onError: .rollback) { table in
            FaultyTable(table, scene.time) { place, _ in place == request ? .refused : nil }
        }
        let begun = kill.points
        guard !kill.isDead else { return (run, begun) }
        var options = scene.options
        options.log = MortalLog(base: InMemoryRunLog(), kill: kill)
        do {
            let mortal = MortalTable(base: scene.table, time: scene.time, kill: kill)
            _ = try await mortal.rollBack(journal.run(run), in: journal, options: options)
        } catch  where kill.isDead {
        }
        return (run, begun)
    }

    // Of the requests, the first eleven change records, as many create some, and the last nine delete.
    @Test(arguments: [3, 15, 26], KillSwitch.Fate.allCases)
    func `a run that died while it was rolled back is resumed to the table before`(
        _ request: Int, _ fate: KillSwitch.Fate
    ) throws {
        let plan = try Scene.run { try await $0.plan() }
        let (begun, points) = try Scene.run { scene in
            let kill = KillSwitch()
            let (_, begun) = try await Self.carryOut(
                plan, refusing: request, scene, scene.journal(), kill)
            return (begun, kill.points)
        }
        #expect(points - begun > 20)
        // From the last request on that was answered before the refusal was written down.
        for point in (begun - 6)..<points {
            try Scene.run { scene in
                let journal = try scene.journal()
                let kill = KillSwitch(at: point, fate) { journal.die() }
                let (run, _) = try await Self.carryOut(plan, refusing: request, scene, journal, kill)
                let (next, heir) = (scene.next(kill), try scene.journal())
                let report = try await next.resume(run, in: heir, options: scene.options)
                try await scene.time.sleep(for: .seconds(60))
                try await next.arrive()
                let comment: Comment = "refused at \(request), died at \(point) of \(points), requests \(fate)"
                // Whoever did not live to write the refusal down is carried on with.
                guard let rollback = report.rollback else {
                    #expect(point < begun && report.isComplete && scene.contents == Scene.wanted, comment)
                    return
                }
                #expect(rollback.isComplete, "\(comment): \(rollback.sentence)")
                let files = scene.contents.filter { $0.value["files"] != nil }
                #expect(scene.contents == scene.restorable { files[$0] == nil }, comment)
                #expect(scene.table.records.count == scene.before.count, comment)
                #expect(try heir.run(run).ending?.kind == .undone, comment)
            }
        }
    }
}
