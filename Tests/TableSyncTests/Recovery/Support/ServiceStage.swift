import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TestSupport

@testable import TableSync

/// The mock service's table with some records, reached through the client in small requests, and a folder for journals.
struct ServiceStage: Sendable {
    let scene: Scene
    let folder: String
    /// The ids of the records, in the order of their rows.
    let ids: [RecordID]

    /// Runs `body` over a table that has `rows`.
    ///
    /// - Parameters:
    ///   - key: The type of the key field; the service does not match all of them.
    ///   - faults: What befalls requests, counted from the first of `body`.
    ///   - isPaced: Whether the service counts requests.
    static func run<Result: Sendable>(
        _ rows: [Fields], key: FieldType = .singleLineText, faults: [FaultPlan.Rule] = [],
        isPaced: Bool = true, _ body: @escaping @Sendable (ServiceStage) async throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            try Scene.run(
                key: key, faults: faults, latency: .zero, configure: { $0.rate.isEnforced = isPaced }
            ) { scene in
                let ids = try scene.mock.insert(json(rows), into: "Users", in: Scene.base)
                // The service counts creation times in whole seconds; what is older than the run is so for certain.
                try await scene.time.sleep(for: .seconds(5))
                return try await body(ServiceStage(scene: scene, folder: folder, ids: ids))
            }
        }
    }

    var table: NarrowTable { NarrowTable(base: scene.table) }

    var journal: Journal { get throws { try Journal(in: folder, for: target, time: scene.time) } }

    var target: PlanTarget {
        PlanTarget(service: "api.airtable.com", base: Scene.base.rawValue, table: scene.schema.id, name: "Users")
    }

    /// What makes the table equal to rows, with what no row names deleted.
    func options(onError: ErrorStrategy = .stop) -> SyncOptions {
        SyncOptions(mirroring: target, scene.schema, in: folder, scene.options, onError: onError)
    }

    /// The cells of all records, in an order of their own.
    ///
    /// - Parameter names: What fields are called here that have these names.
    func contents(naming names: [String: String] = [:]) throws -> [String] {
        Self.texts(try scene.contents().map { cells in JSONObject(cells.map { (names[$0] ?? $0, $1) }) })
    }

    /// The same of a table that has these rows.
    static func contents(_ rows: [Fields]) -> [String] { texts(json(rows)) }

    private static func json(_ rows: [Fields]) -> [JSONObject] { rows.map { JSONObject($0.map { ($0, $1.json) }) } }

    private static func texts(_ records: [JSONObject]) -> [String] {
        records.map { JSONValue.object(JSONObject($0.sorted { $0.0 < $1.0 })).text }.sorted()
    }
}

extension SyncOptions {
    /// What makes a table of users equal to rows, with what no row names deleted.
    init(
        mirroring target: PlanTarget, _ schema: TableSchema, in folder: String, _ run: RunOptions,
        onError: ErrorStrategy
    ) {
        self.init(target: target, schema: schema, stateFolder: folder)
        fields = ["email", "name", "seats"]
        plan.mode = .mirror(.all)
        plan.limits.maxDelete = .count(1_000)
        self.run = run
        self.onError = onError
    }
}
