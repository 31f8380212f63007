import AirtableAPI
import FoundationEssentials
import HTTPTypes
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport

/// A table of the mock service and a client of it, in one process and on one virtual clock.
struct Scene: Sendable {
    let mock: MockService
    let table: AirtableTable
    let schema: TableSchema
    let time: VirtualTime

    static let base = BaseID(rawValue: "appSceneAAAAAAAAA")!

    /// Runs `body` in a fresh scene, on virtual time.
    ///
    /// - Parameters:
    ///   - key: The type of the field `email`.
    ///   - clockError: How far the service's clock is ahead of ours.
    ///   - opening: How long opening a connection takes; nil for a transport without connections.
    static func run<Result: Sendable>(
        key: FieldType = .singleLineText, faults: [FaultPlan.Rule] = [],
        latency: Duration = .milliseconds(100), clockError: Int64 = 0, pacing: Pacing = .answerBased,
        opening: Duration? = nil,
        configure: @escaping @Sendable (inout ServiceConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (Scene) async throws -> Result
    ) throws -> Result {
        try runOnVirtualTime { time in
            var configuration = ServiceConfiguration()
            configuration.faults = FaultPlan(rules: faults)
            configuration.latency = LatencyModel(beforeCount: latency / 2, afterCount: latency / 2)
            configure(&configuration)
            let start = Int64(time.date.timeIntervalSince1970) + clockError
            let mock = MockService(
                configuration, clock: time.clock, startingAt: ServiceInstant(secondsSince1970: start))
            try mock.createTable(
                [
                    "name": "Users",
                    "fields": [
                        ["name": "email", "type": .string(key.rawValue)],
                        ["name": "name", "type": "singleLineText"],
                        ["name": "seats", "type": "number", "options": ["precision": 0]],
                        ["name": "plan", "type": "singleSelect", "options": ["choices": [["name": "Free"]]]],
                    ],
                ], in: base)
            let direct = InProcessTransport(time: time) { try await mock.exchange($0, body: $1) }
            let client = AirtableClient(
                token: try AccessToken("patScene"),
                transport: opening.map { ConnectingTransport(service: mock, time: time, opening: $0) } ?? direct,
                limiter: RateLimiter(pacing: pacing, time: time), time: time)
            let schema = try tableSchema(mock)
            return try await body(
                Scene(mock: mock, table: client.base(base).table("Users"), schema: schema, time: time))
        }
    }

    /// The schema without a request, so that faults and counts begin with the writes.
    private static func tableSchema(_ mock: MockService) throws -> TableSchema {
        let table = mock.schema(of: base)?["tables"]?.arrayValue?.first
        let fields = table?["fields"]?.arrayValue ?? []
        return TableSchema(
            id: TableID(rawValue: table?["id"]?.stringValue ?? "")!, name: "Users",
            primaryFieldID: FieldID(rawValue: table?["primaryFieldId"]?.stringValue ?? "")!,
            fields: fields.map { field in
                FieldSchema(
                    id: FieldID(rawValue: field["id"]?.stringValue ?? "")!, name: field["name"]?.stringValue ?? "",
                    type: FieldType(field["type"]?.stringValue ?? ""),
                    options: field["options"]?.objectValue ?? JSONObject())
            })
    }

    /// Options with this scene's clock and schema.
    var options: RunOptions {
        var options = RunOptions()
        options.time = time
        options.schema = schema
        return options
    }

    /// What the table holds, late writes that are still to come included.
    func contents() throws -> [[String: JSONValue]] {
        mock.applyAllLateRequests()
        return try mock.records(of: "Users", in: Self.base).map(\.cells)
    }

    /// Sends a read that our limiter knows nothing of, as another program would.
    func readAsSomebodyElse() async throws {
        var request = HTTPRequest(
            method: .get, scheme: "https", authority: "api.airtable.com", path: "/v0/\(Self.base)/Users")
        request.headerFields[.authorization] = "Bearer patSomebodyElse"
        _ = try await mock.exchange(request, body: [])
    }

    /// How many requests of a verb the service received.
    func requests(_ verbs: RequestVerb...) -> Int { mock.log.count { verbs.contains($0.verb) } }

    /// `count` rows with different keys.
    static func rows(_ count: Int, name: String = "new") -> [Fields] {
        (0..<count).map {
            ["email": .string("user\($0)@example.com"), "name": .string(name), "seats": .number(Double($0))]
        }
    }
}
