import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// After a run was resumed, undone or rolled back its snapshot says what the table holds, and is trusted if all is known.
@Suite(.timeLimit(.minutes(30))) struct SnapshotUpkeepTests {
    private typealias Scene = RecoveryScene

    /// A plan from a complete read, after which the snapshot is as the table.
    private static func carryOut(_ scene: Scene, _ kill: KillSwitch) async throws -> RunID {
        let plan = try await scene.plan()
        let snapshot = try scene.snapshot()
        defer { snapshot.close() }
        return try await scene.carryOut(plan, kill, snapshot: snapshot)
    }

    @Test func `a run that died is resumed, and the next plan finds all that was written without a read`() throws {
        let points = try Scene.run { scene in
            let kill = KillSwitch()
            _ = try await Self.carryOut(scene, kill)
            return kill.points
        }
        for point in stride(from: 0, to: points, by: 3) {
            let fate = KillSwitch.Fate.allCases[point / 3 % KillSwitch.Fate.allCases.count]
            try Scene.run { scene in
                let kill = KillSwitch(at: point, fate)
                let run = try await Self.carryOut(scene, kill)
                let report = try await scene.next(kill).resume(run, in: scene.journal(), options: scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(report.isComplete, comment)
                try scene.expectMirrored(isTrusted: true, comment)
                var options = scene.syncOptions()
                options.plan.mode = .push
                options.refresh = RefreshMethod.none
                let sent = scene.table.requests.count
                let plan = try await scene.table.plan(Scene.rows, matching: ["email"], options: options)
                #expect(plan.counts.unchanged == Scene.rows.count, comment)
                #expect(scene.table.requests.count - sent == 1, comment)
            }
        }
    }

    @Test func `a run that was undone leaves the snapshot as the table is`() throws {
        try Scene.run { scene in
            let run = try await Self.carryOut(scene, KillSwitch())
            try scene.expectMirrored(isTrusted: true, "carried out")
            let report = try await scene.table.undo(
                run, in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(report.isComplete)
            try scene.expectMirrored(isTrusted: true, "undone")
        }
    }

    @Test func `an undo that finds a conflict leaves the snapshot open`() throws {
        try Scene.run { scene in
            let first = scene.table.records[0].id
            let run = try await Self.carryOut(scene, KillSwitch())
            scene.table.change(first, ["name": "theirs"])
            let report = try await scene.table.undo(
                run, in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(!report.isComplete)
            let snapshot = try scene.snapshot()
            #expect(try snapshot.state().openSince != nil)

            // The undo has ended, so the first look at which nothing of it can come any more is enough.
            try await scene.time.sleep(for: .seconds(30))
            var options = scene.syncOptions()
            options.plan.mode = .push
            options.refresh = .full
            #expect(try await scene.table.sync(Scene.old, matching: ["email"], options: options).isComplete)
            #expect(try snapshot.state().openSince == nil)
        }
    }

    @Test(arguments: [3, 12, 21, 25, 30])
    func `a plan that was rolled back leaves the snapshot as the table is`(_ request: Int) throws {
        try Scene.run { scene in
            let table = FaultyTable(scene.table, scene.time) { place, _ in place == request ? .refused : nil }
            let report = try await table.sync(
                Scene.rows, matching: ["email"], options: scene.syncOptions(onError: .rollback))
            #expect(report.rollback?.isComplete == true)
            try scene.expectMirrored(isTrusted: true, "request \(request)")
        }
    }
}
