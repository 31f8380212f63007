import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSync

/// What a plan shows of the records that it deletes, and holds against them before it does so.
@Suite(.timeLimit(.minutes(30))) struct DeletedRecordsTests {
    /// Ten records, of which the source names nine, by two of their four fields.
    private static func run(
        _ body: @escaping @Sendable (Scene, SyncOptions, [Fields], RecordID) async throws -> Void
    ) throws {
        try SyncTests.run { scene, options in
            var records = (0..<10).map { SyncTests.row($0) }
            records[9]["plan"] = "Free"
            let ids = try scene.mock.insert(SyncTests.json(records), into: "Users", in: Scene.base)
            var options = options
            options.fields = ["email", "name"]
            options.plan.mode = .mirror(.all)
            let rows: [Fields] = records[..<9].map { ["email": $0["email"] ?? .null, "name": "old"] }
            try await body(scene, options, rows, ids[9])
        }
    }

    @Test("the whole record is in the plan, at a request for a hundred of them")
    func whole() throws {
        try Self.run { scene, options, rows, id in
            let plan = try await scene.table.plan(rows, matching: ["email"], options: options)
            let steps = try await plan.operations.collected()
            let deletes = steps.compactMap { if case .delete(let delete) = $0 { delete } else { nil } }
            #expect(deletes.map(\.id) == [id])
            #expect(deletes.first?.before == ["email": "user9@example.com", "name": "old", "seats": 9, "plan": "Free"])
            #expect(plan.cost.made == 2 && scene.mock.log.count == 2)
        }
    }

    @Test(
        "a record of which somebody changed a cell that is no column of the source is not deleted",
        arguments: [true, false])
    func changedElsewhere(verifies: Bool) throws {
        try Self.run { scene, options, rows, id in
            let plan = try await scene.table.plan(rows, matching: ["email"], options: options)
            try scene.mock.update(id, ["seats": 99], of: "Users", in: Scene.base)
            if verifies {
                let error = await #expect(throws: PlanDrifted.self) {
                    try await scene.table.apply(plan, options: options)
                }
                #expect(error?.drifts.map(\.id) == [id] && error?.drifts.map(\.kind) == [.changed])
            } else {
                let report = try await scene.table.apply(plan, options: options, verifies: false)
                #expect(report.drifts.map(\.id) == [id])
                #expect(report.vanished.drifted == 1 && report.vanished.deleted == 0)
            }
            #expect(try scene.contents().count == 10)
        }
    }

    @Test("one of which nothing changed is deleted")
    func unchanged() throws {
        try Self.run { scene, options, rows, _ in
            let plan = try await scene.table.plan(rows, matching: ["email"], options: options)
            let report = try await scene.table.apply(plan, options: options)
            #expect(report.vanished.deleted == 1 && report.drifts.isEmpty)
            #expect(try scene.contents().count == 9)
        }
    }

    @Test("a plan that is carried out at once reads what it deletes once, and one that is refused does not read it")
    func unseen() throws {
        try Self.run { scene, options, rows, _ in
            let refused = try await scene.table.plan(Array(rows.prefix(3)), matching: ["email"], options: options)
            #expect(refused.cost.made == 1 && scene.mock.log.count == 1)
            let report = try await scene.table.sync(rows, matching: ["email"], options: options)
            #expect(report.vanished.deleted == 1)
            #expect(report.requests == 2 && scene.mock.log.count == 4)
        }
    }
}
