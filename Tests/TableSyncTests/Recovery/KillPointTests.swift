import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// A process that dies at any step of its journal or around any request leaves a run that can be finished and undone.
///
/// The points are counted in a run that lives, and each is then the last of another run.
@Suite(.timeLimit(.minutes(30))) struct KillPointTests {
    private typealias Scene = RecoveryScene

    /// The plan of every run: all begin with the same table at the same time.
    private static func plan() throws -> Plan { try Scene.run { try await $0.plan() } }

    /// How many points a run passes.
    private static func points(of plan: Plan) throws -> Int {
        try Scene.run { scene in
            let kill = KillSwitch()
            _ = try await scene.carryOut(plan, kill)
            #expect(scene.contents == Scene.wanted)
            let writes = scene.table.requests.count { if case .write = $0 { true } else { false } }
            #expect(writes >= 30)
            return kill.points
        }
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a run that died anywhere is resumed to what the plan says, and no record is there twice`(
        _ fate: KillSwitch.Fate
    ) throws {
        let plan = try Self.plan()
        let points = try Self.points(of: plan)
        #expect(points > 150)
        for point in 0..<points {
            try Scene.run { scene in
                let kill = KillSwitch(at: point, fate)
                let run = try await scene.carryOut(plan, kill)
                let report = try await scene.next(kill).resume(run, in: scene.journal(), options: scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(scene.contents == Scene.wanted, comment)
                #expect(scene.table.records.count == Scene.rows.count, comment)
                #expect(report.isComplete, comment)
                #expect(kill.arrivals(until: scene.time.now + Duration.seconds(60)).isEmpty, comment)
                #expect(try scene.journal().run(run).ending?.kind == .complete, comment)
            }
        }
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a run that died anywhere is undone to the table before`(_ fate: KillSwitch.Fate) throws {
        let plan = try Self.plan()
        let points = try Self.points(of: plan)
        for point in 0..<points {
            try Scene.run { scene in
                let kill = KillSwitch(at: point, fate)
                let run = try await scene.carryOut(plan, kill)
                let report = try await scene.next(kill).undo(
                    run, in: scene.journal(), schema: Scene.schema, options: scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                Self.expectBefore(scene, report, comment)
                #expect(kill.arrivals(until: scene.time.now + Duration.seconds(60)).isEmpty, comment)
            }
        }
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `an undo that died anywhere is finished by undoing again`(_ fate: KillSwitch.Fate) throws {
        let plan = try Self.plan()
        let points = try Scene.run { scene in
            let run = try await scene.carryOut(plan, KillSwitch())
            return try await Self.undo(run, scene, at: nil, .dropped).points
        }
        #expect(points > 150)
        for point in 0..<points {
            try Scene.run { scene in
                let run = try await scene.carryOut(plan, KillSwitch())
                let kill = try await Self.undo(run, scene, at: point, fate)
                let report = try await scene.next(kill).undo(
                    run, in: scene.journal(), schema: Scene.schema, options: scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                Self.expectBefore(scene, report, comment)
                #expect(kill.arrivals(until: scene.time.now + Duration.seconds(60)).isEmpty, comment)
            }
        }
    }

    /// Undoes the run in a process that dies at a point.
    private static func undo(
        _ run: RunID, _ scene: Scene, at point: Int?, _ fate: KillSwitch.Fate
    ) async throws -> KillSwitch {
        let journal = try scene.journal()
        let kill = KillSwitch(at: point, fate) { journal.die() }
        var options = scene.options
        options.log = MortalLog(base: InMemoryRunLog(), kill: kill)
        do {
            _ = try await MortalTable(base: scene.table, time: scene.time, kill: kill).undo(
                run, in: journal, schema: Scene.schema, options: options)
        } catch  where kill.isDead {
        }
        return kill
    }

    private static func expectBefore(_ scene: Scene, _ report: UndoReport, _ comment: Comment) {
        let files = scene.contents.filter { $0.value["files"] != nil }
        #expect(scene.contents == scene.restorable { files[$0] == nil }, comment)
        #expect(scene.table.records.count == scene.before.count, comment)
        #expect(report.isComplete, "\(comment): \(report.sentence)")
        #expect(Set(report.recreations.map(\.old)).count == report.recreations.count, comment)
    }
}
