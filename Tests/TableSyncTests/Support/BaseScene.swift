import AirtableAPI
import Foundation
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport

/// An empty base of the mock service, a client of it on the same virtual clock, and a folder for state.
struct BaseScene: Sendable {
    let mock: MockService
    let base: AirtableBase
    let time: VirtualTime
    let folder: String

    /// Runs `body` in a fresh scene, on virtual time, without latency.
    static func run<Result: Sendable>(
        _ configuration: ServiceConfiguration = ServiceConfiguration(),
        _ body: @escaping @Sendable (BaseScene) async throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.path + "/base-scene-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try runOnVirtualTime { time in
            let start = Int64(time.date.timeIntervalSince1970)
            let mock = MockService(
                configuration, clock: time.clock, startingAt: ServiceInstant(secondsSince1970: start))
            mock.createBase(Scene.base)
            let client = AirtableClient(
                token: try AccessToken("patScene"),
                transport: InProcessTransport(time: time) { try await mock.exchange($0, body: $1) },
                limiter: RateLimiter(time: time), time: time)
            return try await body(
                BaseScene(mock: mock, base: client.base(Scene.base), time: time, folder: folder))
        }
    }

    /// Makes a table; gives its id as options of link fields have it.
    @discardableResult
    func createTable(_ name: String, _ fields: [JSONValue]) throws -> JSONValue {
        let id = try mock.createTable(["name": .string(name), "fields": .array(fields)], in: Scene.base)
        return .string(id.rawValue)
    }

    func table(_ name: String) -> AirtableTable { base.table(name) }

    /// Options for a table, with which rows may name linked records. The request for the schema is counted by nobody.
    func options(_ name: String) async throws -> SyncOptions {
        let schemas = try await base.schema()
        let schema = schemas.first { $0.name == name }!
        let target = PlanTarget(
            service: "api.airtable.com", base: Scene.base.rawValue, table: schema.id, name: name)
        var options = SyncOptions(target: target, schema: schema, stateFolder: folder)
        options.requestsMade = 0
        options.run.time = time
        options.run.schema = schema
        options.linkedTables = { [base] id in
            schemas.first { $0.id == id }.map { LinkedTable(base.table($0.name), schema: $0) }
        }
        return options
    }
}
