import AirtableAPI
import JSONText
import Locking
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// What ``KillPointTests`` show of a table in memory holds over the client and the mock service, too, with its pace, its upserts and
/// its times in whole seconds. Requests are small, so that a small table takes many.
@Suite(.timeLimit(.minutes(30))) struct ServiceKillPointTests {
    private static let updated = 0..<22
    private static let vanished = 22..<40
    private static let created = 40..<62

    private static func row(_ number: Int, _ name: String) -> Fields {
        ["email": .string("user\(number)@example.com"), "name": .string(name), "seats": .number(Double(number))]
    }

    private static let before = (0..<vanished.upperBound).map { row($0, "old") }
    private static let after = updated.map { row($0, "new") } + created.map { row($0, "new") }

    /// The service's table in smaller requests.
    private struct NarrowTable: RemoteTable {
        let base: AirtableTable

        var limits: RemoteLimits { RecoveryScene.limits }
        func forecast(requests: Int) -> Duration? { base.forecast(requests: requests) }

        func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
            try await base.send(chunk)
        }

        func page(
            of query: RecordQuery, after cursor: PageCursor?
        ) async throws(CancellationError) -> Attempt<RecordPage> {
            try await base.page(of: query, after: cursor)
        }
    }

    /// The service's table, and a folder for journals.
    private struct Stage: Sendable {
        let scene: Scene
        let folder: String

        private var table: NarrowTable { NarrowTable(base: scene.table) }

        var journal: Journal { get throws { try Journal(in: folder, for: target, time: scene.time) } }

        var target: PlanTarget {
            PlanTarget(service: "api.airtable.com", base: Scene.base.rawValue, table: scene.schema.id, name: "Users")
        }

        func plan() async throws -> Plan {
            var options = SyncOptions(target: target, schema: scene.schema, stateFolder: folder)
            options.fields = ["email", "name", "seats"]
            options.plan.mode = .mirror(.all)
            options.plan.limits.maxDelete = .count(1_000)
            options.run = scene.options
            return try await table.plan(after, matching: ["email"], options: options)
        }

        func carryOut(_ plan: Plan, _ kill: KillSwitch) async throws -> RunID {
            try await MortalProcess(table: table, time: scene.time, folder: folder, options: scene.options)
                .carryOut(plan, kill)
        }

        func next(_ kill: KillSwitch) -> HauntedTable {
            HauntedTable(base: table, time: scene.time, kill: kill)
        }

        /// The cells of all records, in an order of their own.
        func contents() throws -> [String] {
            try scene.contents().map { JSONValue.object(JSONObject($0.sorted { $0.key < $1.key })).text }.sorted()
        }
    }

    private static func run<Result: Sendable>(
        _ body: @escaping @Sendable (Stage) async throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            try Scene.run(latency: .zero) { scene in
                try scene.mock.insert(json(before), into: "Users", in: Scene.base)
                // The service counts creation times in whole seconds; what is older than the run is so for certain.
                try await scene.time.sleep(for: .seconds(5))
                return try await body(Stage(scene: scene, folder: folder))
            }
        }
    }

    private static func json(_ rows: [Fields]) -> [JSONObject] { rows.map { JSONObject($0.map { ($0, $1.json) }) } }

    private static func contents(_ rows: [Fields]) -> [String] {
        json(rows).map { object in
            JSONValue.object(JSONObject(object.sorted { $0.0 < $1.0 })).text
        }.sorted()
    }

    /// The plan of every run, and how many points one passes: all begin with the same table at the same time.
    private static func rehearse() throws -> (plan: Plan, points: Int) {
        try run { stage in
            let plan = try await stage.plan()
            let sent = stage.scene.mock.log.count
            let kill = KillSwitch()
            _ = try await stage.carryOut(plan, kill)
            #expect(try stage.contents() == contents(after))
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
                let run = try await stage.carryOut(plan, kill)
                let report = try await stage.next(kill).resume(run, in: stage.journal, options: stage.scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(try stage.contents() == Self.contents(Self.after), comment)
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
                let run = try await stage.carryOut(plan, kill)
                let report = try await stage.next(kill).undo(
                    run, in: stage.journal, schema: stage.scene.schema, options: stage.scene.options)
                let comment: Comment = "died at \(point) of \(points), requests \(fate)"
                #expect(try stage.contents() == Self.contents(Self.before), comment)
                #expect(report.isComplete, "\(comment): \(report.sentence)")
                #expect(kill.arrivals(until: stage.scene.time.now + Duration.seconds(60)).isEmpty, comment)
            }
        }
    }
}
