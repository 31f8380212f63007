import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What ``KillPointTests`` show of a table in memory holds over the client and the mock service, too, with its pace, its upserts and
/// its times in whole seconds. Requests are small, so that a small table takes many.
@Suite(.timeLimit(.minutes(30))) struct ServiceKillPointTests {
    private static func run<Result: Sendable>(
        _ body: @escaping @Sendable (ServiceStage) async throws -> Result
    ) throws -> Result { try ServiceStage.run(RecoveryScene.old, body) }

    private static func carryOut(_ plan: Plan, _ kill: KillSwitch, _ stage: ServiceStage) async throws -> RunID {
        let scene = stage.scene
        return try await MortalProcess(
            table: stage.table, time: scene.time, folder: stage.folder, options: scene.options
        )
        .carryOut(plan, kill)
    }

    /// The table for the process after the one that died.
    private static func next(_ kill: KillSwitch, _ stage: ServiceStage) -> HauntedTable {
        HauntedTable(base: stage.table, time: stage.scene.time, kill: kill)
    }

    /// The plan of every run, and how many points one passes: all begin with the same table at the same time.
    private static func rehearse() throws -> (plan: Plan, points: Int) {
        try run { stage in
            let plan = try await stage.table.plan(RecoveryScene.rows, matching: ["email"], options: stage.options())
            let sent = stage.scene.mock.log.count
            let kill = KillSwitch()
            _ = try await carryOut(plan, kill, stage)
            #expect(try stage.contents() == ServiceStage.contents(RecoveryScene.rows))
            #expect(stage.scene.mock.log.count - sent >= 30)
            return (plan, kill.points)
        }
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a run that died anywhere is resumed to what the plan says`(_ fate: KillSwitch.Fate) throws {
        let (plan, points) = try Self.rehearse()
        #expect(points > 100)
        for point in 0..<points {
            try Self.run { stage in
                let kill = KillSwitch(at: point, fate)
                let run = try await Self.carryOut(plan, kill, stage)
                let report = try await Self.next(kill, stage).resume(
                    run, in: stage.journal, options: stage.scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(try stage.contents() == ServiceStage.contents(RecoveryScene.rows), comment)
                #expect(report.isComplete, comment)
                #expect(kill.arrivals(until: stage.scene.time.now + Duration.seconds(60)).isEmpty, comment)
            }
        }
    }

    @Test(arguments: KillSwitch.Fate.allCases)
    func `a run that died anywhere is undone to the table before`(_ fate: KillSwitch.Fate) throws {
        let (plan, points) = try Self.rehearse()
        for point in 0..<points {
            try Self.run { stage in
                let kill = KillSwitch(at: point, fate)
                let run = try await Self.carryOut(plan, kill, stage)
                let report = try await Self.next(kill, stage).undo(
                    run, in: stage.journal, schema: stage.scene.schema, options: stage.scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(try stage.contents() == ServiceStage.contents(RecoveryScene.old), comment)
                #expect(report.isComplete, "\(comment): \(report.sentence)")
                #expect(kill.arrivals(until: stage.scene.time.now + Duration.seconds(60)).isEmpty, comment)
            }
        }
    }
}
