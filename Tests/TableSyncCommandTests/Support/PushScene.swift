import AirtableAPI
import ArgumentParser
import Foundation
import HTTPTypes
import JSONText
import Logging
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSyncCommand

extension ServiceConfiguration {
    /// The defaults, changed.
    static func with(_ change: (inout ServiceConfiguration) -> Void) -> ServiceConfiguration {
        var configuration = ServiceConfiguration()
        change(&configuration)
        return configuration
    }

    /// 50 ms there and 50 ms back.
    static let slow = with { $0.latency = LatencyModel(beforeCount: .milliseconds(50), afterCount: .milliseconds(50)) }
}

/// A base of the mock service, a connection to it in this process, and a folder for files.
struct PushScene: Sendable {
    let mock: MockService
    let folder: TemporaryFolder
    private let home: BaseID
    private let connect: @Sendable (ServiceAddress, CallQuota) -> Connection

    private init(
        mock: MockService, folder: TemporaryFolder, home: BaseID,
        connect: @escaping @Sendable (ServiceAddress, CallQuota) -> Connection
    ) {
        self.mock = mock
        self.folder = folder
        self.home = home
        self.connect = connect
    }

    static let base = BaseID(rawValue: "appSceneAAAAAAAAA")!

    /// The table that most tests push to.
    static let users: JSONValue = [
        "name": "users",
        "fields": [
            ["name": "email", "type": "email"], ["name": "name", "type": "singleLineText"],
            ["name": "seats", "type": "number", "options": ["precision": 0]],
            ["name": "active", "type": "checkbox", "options": ["icon": "check", "color": "greenBright"]],
            ["name": "since", "type": "date", "options": ["dateFormat": ["name": "iso"]]],
            ["name": "plan", "type": "singleSelect", "options": ["choices": [["name": "Free"], ["name": "Pro"]]]],
        ],
    ]

    /// Runs `body` in a base with `tables`, on real time without latency and limits.
    static func run<Result: Sendable>(
        tables: [JSONValue] = [users], faults: [FaultPlan.Rule] = [],
        _ configuration: ServiceConfiguration = ServiceConfiguration(), _ body: (PushScene) async throws -> Result
    ) async throws -> Result {
        try await TemporaryFolder.with { folder in
            try await body(make(folder, tables: tables, faults: faults, configuration))
        }
    }

    /// - Parameters:
    ///   - home: The base's id.
    ///   - time: Virtual time; nil for the system's.
    static func make(
        _ folder: TemporaryFolder, home: BaseID = base, tables: [JSONValue] = [users], faults: [FaultPlan.Rule] = [],
        _ configuration: ServiceConfiguration = ServiceConfiguration(), time: VirtualTime? = nil,
        beforeRequest: @escaping @Sendable (HTTPRequest) -> Void = { _ in }
    ) throws -> PushScene {
        var configuration = configuration
        configuration.rate.isEnforced = false
        configuration.faults = FaultPlan(rules: faults)
        let mock = time.map { MockService(configuration, clock: $0.clock) } ?? MockService(configuration)
        mock.createBase(home)
        for table in tables { try mock.createTable(table, in: home) }
        let source: any TimeSource = time ?? SystemTime()
        let limiter = RateLimiter(pacing: time == nil ? .none : .answerBased, time: source)
        let token = try AccessToken("patScene")
        return PushScene(mock: mock, folder: folder, home: home) { address, quota in
            Connection(
                home, at: address, token: token,
                transport: InProcessTransport(time: source) { request, body in
                    beforeRequest(request)
                    return try await mock.exchange(request, body: body)
                },
                limiter: limiter,
                patience: Patience(maxWait: nil), quota: quota, time: source,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }
    }

    /// A new connection, as each command has its own.
    var connection: Connection { connection() }

    /// A new connection that may send no more than `quota` says.
    func connection(within quota: CallQuota = .none) -> Connection { connect(.airtable, quota) }

    /// Where the commands keep what is known of the tables; they make it when they begin.
    var place: PlanPlace {
        let place = PlanPlace(stateFolder: folder.path + "/state", service: "mock")
        do { try place.prepare() } catch { Issue.record(error) }
        return place
    }

    /// What a push came to.
    struct Outcome: Sendable {
        let code: Int32
        /// What went to standard output and to standard error; the folder's path is taken out of both.
        let data: String
        let messages: String
        let events: [JSONValue]

        /// The last event of that kind.
        func event(_ kind: String) -> JSONValue? { events.last { $0["event"]?.stringValue == kind } }
    }

    /// Pushes a file that holds `text`, as `tablesync push NAME ARGUMENTS` would.
    func push(
        _ text: String, as name: String = "users.csv", _ arguments: String..., at address: ServiceAddress = .airtable,
        prepare: (Interrupts) -> Void = { _ in }
    ) async throws -> Outcome {
        try await push(text, as: name, arguments: arguments, at: address, prepare: prepare)
    }

    func push(
        _ text: String, as name: String = "users.csv", arguments: [String], at address: ServiceAddress = .airtable,
        prepare: (Interrupts) -> Void = { _ in }
    ) async throws -> Outcome {
        let path = try folder.write(text, to: name)
        let command = try Push.parse([path] + arguments)
        let recorder = Recorder()
        let console = recorder.console()
        let interrupts = Interrupts(console: console, listens: false)
        prepare(interrupts)
        let carrier = PlanCarrier(
            connection: connect(address, quota(command.quota)),
            output: PlanOutput(console, isJSON: command.json, file: path, failedOut: command.failedOut.path),
            interrupts: interrupts, confirmation: .unneeded)
        let exit = await CommandRunner.exit(console, isJSON: command.json) {
            try await command.job(carrier, place: place).run()
        }
        let plain = { (text: String) in text.replacing(folder.path + "/", with: "") }
        return Outcome(
            code: exit?.code ?? 0, data: plain(recorder.data), messages: plain(recorder.messages.withoutSlowness),
            events: command.json ? try recorder.events : [])
    }

    /// The table's records, oldest first.
    func records(_ table: String = "users") throws -> [[String: JSONValue]] {
        try mock.records(of: table, in: home).map(\.cells)
    }

    /// How many requests of these verbs the service received.
    func requests(_ verbs: RequestVerb...) -> Int { mock.log.count { verbs.contains($0.verb) } }

    /// Requests that changed anything.
    var writes: Int {
        requests(.createTable, .createField, .updateTable, .updateField, .create, .update, .replace, .upsert, .delete)
    }
}
