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
    static func run<Result: Sendable>(
        _ rows: [Fields], key: FieldType = .singleLineText, faults: [FaultPlan.Rule] = [],
        _ body: @escaping @Sendable (ServiceStage) async throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            try Scene.run(key: key, faults: faults, latency: .zero) { scene in
                let ids = try scene.mock.insert(json(rows), into: "Users", in: Scene.base)
                // The service counts creation times in whole seconds; what is older than the run is so for certain.
                try await scene.time.sleep(for: .seconds(5))
                return try await body(ServiceStage(scene: scene, folder: folder, ids: ids))
            }
        }
    }

    var table: NarrowTable { NarrowTable(base: scene.table) }

    var journal: Journal { get throws { try Journal(in: folder, for: target, time: scene.time) } }

    private var target: PlanTarget {
        PlanTarget(service: "api.airtable.com", base: Scene.base.rawValue, table: scene.schema.id, name: "Users")
    }

    /// What makes the table equal to rows, with what no row names deleted.
    func options(onError: ErrorStrategy = .stop) -> SyncOptions {
        var options = SyncOptions(target: target, schema: scene.schema, stateFolder: folder)
        options.fields = ["email", "name", "seats"]
        options.plan.mode = .mirror(.all)
        options.plan.limits.maxDelete = .count(1_000)
        options.run = scene.options
        options.onError = onError
        return options
    }

    /// The cells of all records, in an order of their own.
    func contents() throws -> [String] { Self.texts(try scene.contents().map { JSONObject($0.map { ($0, $1) }) }) }

    /// The same of a table that has these rows.
    static func contents(_ rows: [Fields]) -> [String] { texts(json(rows)) }

    private static func json(_ rows: [Fields]) -> [JSONObject] { rows.map { JSONObject($0.map { ($0, $1.json) }) } }

    private static func texts(_ records: [JSONObject]) -> [String] {
        records.map { JSONValue.object(JSONObject($0.sorted { $0.0 < $1.0 })).text }.sorted()
    }
}
