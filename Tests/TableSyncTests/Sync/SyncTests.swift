import Foundation
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Planning and carrying out, from rows to the table and back, over the client and the mock service.
@Suite(.timeLimit(.minutes(30))) struct SyncTests {
    /// A scene with a state folder of its own.
    static func run(
        _ body: @escaping @Sendable (Scene, SyncOptions) async throws -> Void
    ) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/sync-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Scene.run(latency: .zero) { scene in
            let target = PlanTarget(
                service: "api.airtable.com", base: Scene.base.rawValue, table: scene.schema.id, name: "Users")
            var options = SyncOptions(target: target, schema: scene.schema, stateFolder: folder)
            options.fields = ["email", "name", "seats"]
            // The schema is the scene's and costs nothing here.
            options.requestsMade = 0
            options.run = scene.options
            try await body(scene, options)
        }
    }

    static func row(_ number: Int, _ name: String = "old") -> Fields {
        ["email": .string("user\(number)@example.com"), "name": .string(name), "seats": .number(Double(number))]
    }

    static func json(_ rows: [Fields]) -> [JSONObject] { rows.map { JSONObject($0.map { ($0.0, $0.1.json) }) } }

    static func contents(_ scene: Scene) throws -> Set<Fields> {
        Set(try scene.contents().map { cells in Fields(cells.map { ($0.key, FieldValue($0.value)) }) })
    }

    @Test(
        "250 rows against 250 records: 10 created, 20 updated, 220 unchanged, 15 deleted, and the table is the source")
    func mirror() throws {
        try Self.run { scene, options in
            // Records 0 to 254; rows 15 to 264, of which 20 differ.
            _ = try scene.mock.insert(Self.json((0..<255).map { Self.row($0) }), into: "Users", in: Scene.base)
            let rows =
                (15..<35).map { Self.row($0, "new") } + (35..<255).map { Self.row($0) }
                + (255..<265).map { Self.row($0) }
            var options = options
            options.plan.mode = .mirror(.all)
            let report = try await scene.table.sync(rows, matching: ["email"], options: options)
            #expect(report.rows.created == 10)
            #expect(report.rows.updated == 20)
            #expect(report.rows.unchanged == 220)
            #expect(report.vanished.deleted == 15)
            #expect(report.isComplete)
            #expect(try Self.contents(scene) == Set(rows))
        }
    }

    @Test("the calls that are made are those that the plan foretells")
    func calls() throws {
        try Self.run { scene, options in
            let rows = (0..<1_000).map { Self.row($0) }
            _ = try scene.mock.insert(Self.json(rows), into: "Users", in: Scene.base)
            let changed = rows.prefix(50).enumerated().map { Self.row($0.offset, "new") } + rows[50..<980]
            var options = options
            options.plan.mode = .mirror(.all)
            let before = scene.mock.log.count
            let plan = try await scene.table.plan(changed, matching: ["email"], options: options)
            #expect(scene.mock.log.count - before == plan.cost.made)
            // Ten pages of records, and one that reads whole what is to be deleted.
            #expect(plan.cost.made == 11)
            #expect(plan.counts.update == 50 && plan.counts.delete == 20 && plan.counts.unchanged == 930)
            #expect(plan.cost.toCome == 5 + 1 + 2)
            let report = try await scene.table.apply(plan, options: options, verifies: false)
            #expect(scene.mock.log.count - before == plan.cost.total)
            #expect(report.requests == plan.cost.toCome)
            #expect(try Self.contents(scene) == Set(changed))
        }
    }

    @Test("the hourly case: a hundred of 10,000 rows change each hour, at 11 calls besides that for the schema, or 1")
    func hourly() throws {
        try Self.run { scene, options in
            var rows = (0..<10_000).map { Self.row($0) }
            _ = try scene.mock.insert(Self.json(rows), into: "Users", in: Scene.base)
            // What was written in the second in which a read begins is read again by the next one.
            try await scene.time.sleep(for: .seconds(60))
            _ = try await scene.table.sync(rows, matching: ["email"], options: options)
            for hour in 1...4 {
                try await scene.time.sleep(for: .seconds(3_600))
                for index in 0..<100 { rows[hour * 100 + index] = Self.row(hour * 100 + index, "hour \(hour)") }
                let before = scene.mock.log.count
                let report = try await scene.table.sync(rows, matching: ["email"], options: options)
                #expect(report.rows.updated == 100 && report.rows.unchanged == 9_900)
                #expect(scene.mock.log.count - before == 11)
            }
            // What was written last is read once more; from then on nothing is left to be read.
            for _ in 1...2 {
                try await scene.time.sleep(for: .seconds(3_600))
                let before = scene.mock.log.count
                let report = try await scene.table.sync(rows, matching: ["email"], options: options)
                #expect(report.rows.unchanged == 10_000)
                #expect(scene.mock.log.count - before == 1)
            }
        }
    }

    @Test("one record changed, one key created and one record deleted by somebody else: exactly these are reported")
    func drift() throws {
        try Self.run { scene, options in
            let ids = try scene.mock.insert(Self.json((0..<20).map { Self.row($0) }), into: "Users", in: Scene.base)
            let rows =
                (0..<10).map { Self.row($0, "new") } + (10..<19).map { Self.row($0) } + [Self.row(30), Self.row(31)]
            var options = options
            options.plan.mode = .mirror(.all)
            options.plan.limits.maxDelete = .count(5)
            let plan = try await scene.table.plan(rows, matching: ["email"], options: options)
            try scene.mock.update(ids[3], ["name": "theirs"], of: "Users", in: Scene.base)
            _ = try scene.mock.insert(Self.json([Self.row(31, "theirs")]), into: "Users", in: Scene.base)
            try scene.mock.delete([ids[19]], from: "Users", in: Scene.base)
            let before = try Self.contents(scene)
            let error = await #expect(throws: PlanDrifted.self) {
                try await scene.table.apply(plan, options: options)
            }
            #expect(error?.drifts.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.appeared, .changed, .gone])
            #expect(try Self.contents(scene) == before)
            // Refused is not used.
            let report = try await scene.table.apply(plan, options: options, skipsDrifted: true)
            #expect(report.drifts.count == 3)
            #expect(report.rows.updated == 9 && report.rows.created == 1 && report.rows.skipped == 2)
            #expect(report.vanished.drifted == 1)
            let contents = try Self.contents(scene)
            #expect(contents.contains(Self.row(3, "theirs")) && contents.contains(Self.row(31, "theirs")))
            await #expect(throws: PlanUsed()) { try await scene.table.apply(plan, options: options) }
        }
    }

    @Test("nothing is deleted after a row has failed")
    func noDeleteAfterAFailure() throws {
        try Self.run { scene, options in
            _ = try scene.mock.insert(Self.json((0..<20).map { Self.row($0) }), into: "Users", in: Scene.base)
            var options = options
            options.plan.mode = .mirror(.all)
            options.onError = .continue
            options.fields = ["email", "name", "plan"]
            var rows: [Fields] = (0..<19).map { ["email": Self.row($0)["email"] ?? .null, "name": "old"] }
            rows[4]["plan"] = "Gold"
            let plan = try await scene.table.plan(rows, matching: ["email"], options: options)
            #expect(plan.counts.invalid == 1 && plan.counts.delete == 1)
            let count = try Self.contents(scene).count
            let report = try await scene.table.apply(plan, options: options, verifies: false)
            #expect(report.rows.failed == 1)
            #expect(report.vanished.notAttempted == 1 && report.vanished.deleted == 0)
            #expect(try Self.contents(scene).count == count)
        }
    }

    @Test("a budget that is too small ends the run, and the next one does the rest", arguments: 0...9)
    func budget(calls: Int) throws {
        try Self.run { scene, options in
            _ = try scene.mock.insert(Self.json((0..<30).map { Self.row($0) }), into: "Users", in: Scene.base)
            let rows =
                (0..<20).map { Self.row($0, "new") } + (20..<28).map { Self.row($0) } + (30..<50).map { Self.row($0) }
            var options = options
            options.plan.mode = .mirror(.all)
            let plan = try await scene.table.plan(rows, matching: ["email"], options: options)
            // 20 updates and 20 creates in 4 requests, 1 to read and 1 to delete 2 records.
            #expect(plan.cost.toCome == 6)
            options.run.maxRequests = calls
            let before = scene.mock.log.count
            let report = try await scene.table.apply(plan, options: options, verifies: false)
            #expect(scene.mock.log.count - before <= calls)
            #expect(report.isComplete == (calls >= 6))
            #expect((report.stopped == nil) == (calls >= 6))
            options.run.maxRequests = nil
            let rest = try await scene.table.sync(rows, matching: ["email"], options: options)
            #expect(rest.isComplete)
            #expect(try Self.contents(scene) == Set(rows))
        }
    }

    @Test(
        "a record that somebody else deleted is created again within the age, and the plans before say what they do not see"
    )
    func deletedByOthers() throws {
        try Self.run { scene, options in
            let rows = (0..<300).map { Self.row($0) }
            let ids = try scene.mock.insert(Self.json(rows), into: "Users", in: Scene.base)
            _ = try await scene.table.sync(rows, matching: ["email"], options: options)
            try scene.mock.delete([ids[7]], from: "Users", in: Scene.base)
            try await scene.time.sleep(for: .seconds(3_600))
            let blind = try await scene.table.plan(rows, matching: ["email"], options: options)
            #expect(blind.isEmpty)
            #expect(blind.header.warnings.contains { $0.hasPrefix("Deletions since ") })
            try await scene.time.sleep(for: .seconds(86_400))
            let report = try await scene.table.sync(rows, matching: ["email"], options: options)
            #expect(report.rows.created == 1)
            #expect(try Self.contents(scene) == Set(rows))
        }
    }
}
