import Foundation
import TableModel
import Testing

@testable import TableSync

/// Planning, carrying out and taking back know nothing of a table but the port: a table in memory does as well as the client.
@Suite(.timeLimit(.minutes(30))) struct ConformerSyncTests {
    private static func run(
        _ conformer: Conformer, _ body: @escaping @Sendable (Conformer.Bench, SyncOptions) async throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/conformer-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try conformer.run { bench in
            let schema = try #require(bench.options.schema)
            let target = PlanTarget(
                service: "tables.example.com", base: Scene.base.rawValue, table: schema.id, name: "Users")
            var options = SyncOptions(target: target, schema: schema, stateFolder: folder)
            options.fields = ["email", "name", "seats"]
            options.requestsMade = 0
            options.run = bench.options
            options.plan.mode = .mirror(.all)
            try await body(bench, options)
        }
    }

    @Test(
        "a mirror makes the table the source, for what it said it would cost; the next one finds nothing",
        arguments: Conformer.allCases)
    func mirror(conformer: Conformer) throws {
        try Self.run(conformer) { bench, options in
            _ = try bench.insert((0..<255).map { SyncTests.row($0) })
            let rows =
                (15..<35).map { SyncTests.row($0, "new") } + (35..<265).map { SyncTests.row($0) }
            let report = try await bench.table.sync(rows, matching: ["email"], options: options)
            #expect(report.rows.created == 10 && report.rows.updated == 20 && report.rows.unchanged == 220)
            #expect(report.vanished.deleted == 15 && report.isComplete)
            #expect(Set(try bench.contents()) == Set(rows))
            // Three pages of records, three writes, what is to be deleted and two times ten of it.
            #expect(bench.requests() == 3 + 3 + 1 + 2)
            let again = try await bench.table.sync(rows, matching: ["email"], options: options)
            #expect(again.rows.unchanged == 250 && again.requests == 0)
        }
    }

    @Test(
        "a plan is refused when somebody took a record away, and carried out once when nobody did",
        arguments: Conformer.allCases)
    func plan(conformer: Conformer) throws {
        try Self.run(conformer) { bench, options in
            let ids = try bench.insert((0..<20).map { SyncTests.row($0) })
            let rows = (0..<19).map { SyncTests.row($0, "new") }
            let stale = try await bench.table.plan(rows, matching: ["email"], options: options)
            try bench.remove([ids[3]])
            let error = await #expect(throws: PlanDrifted.self) {
                try await bench.table.apply(stale, options: options)
            }
            #expect(error?.drifts.map(\.id) == [ids[3]])
            let plan = try await bench.table.plan(rows, matching: ["email"], options: options)
            #expect(try await bench.table.apply(plan, options: options).isComplete)
            await #expect(throws: PlanUsed()) { try await bench.table.apply(plan, options: options) }
            #expect(Set(try bench.contents()) == Set(rows))
        }
    }

    @Test("what a mirror did is taken back", arguments: Conformer.allCases)
    func undo(conformer: Conformer) throws {
        try Self.run(conformer) { bench, options in
            let before = (0..<50).map { SyncTests.row($0) }
            _ = try bench.insert(before)
            let rows = (2..<20).map { SyncTests.row($0, "new") } + (20..<60).map { SyncTests.row($0) }
            let report = try await bench.table.sync(rows, matching: ["email"], options: options)
            let run = try #require(report.run)
            let journal = try Journal(in: options.stateFolder, for: options.target, time: options.run.time)
            let undone = try await bench.table.undo(
                run, in: journal, schema: options.schema, options: options.run)
            #expect(undone.conflicts.isEmpty)
            #expect(Set(try bench.contents()) == Set(before))
        }
    }
}
