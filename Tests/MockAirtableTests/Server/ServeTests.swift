import FoundationEssentials
import JSONText
import Locking
import TableModel
import Testing

@testable import MockAirtable

@Suite("Serving until told to stop", .timeLimit(.minutes(30)))
struct ServeTests {
    /// Runs a server with `options`, lets `body` use it, stops it, and gives what it told.
    private func serve(
        _ options: ServeOptions, _ body: (ServerStart) async throws -> Void
    ) async throws -> [MockServer.Event] {
        let events = Events()
        let (starts, announcement) = AsyncStream.makeStream(of: ServerStart.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { announcement.finish() }
                do {
                    try await MockServer.serve(options) { event in
                        events.add(event)
                        if case .listening(let start) = event { announcement.yield(start) }
                    }
                } catch is CancellationError {}
            }
            for await start in starts {
                try await body(start)
                break
            }
            group.cancelAll()
            try await group.waitForAll()
        }
        return events.all
    }

    @Test("A server tells its start, every request and a sum, and none of them holds the token")
    func events() async throws {
        try await withFolder { folder in
            var options = ServeOptions()
            options.configuration.access.tokens = [ServiceToken("patSECRET")]
            options.accessLogFile = "\(folder)/access.jsonl"
            let events = try await serve(options) { start in
                let connection = try RawConnection(port: start.port)
                for token in ["patSECRET", "patOTHER"] {
                    try await connection.send(
                        "GET", "/v0/meta/bases/appAAAAAAAAAAAAAA/tables?include=visibleFieldIds", token: token)
                    _ = try await connection.answer()
                }
            }
            try #require(events.count == 4)
            guard case .listening(let start) = events[0], case .request(let admitted) = events[1],
                case .request(let stranger) = events[2], case .stopped(let summary) = events[3]
            else {
                Issue.record("\(events)")
                return
            }
            #expect(start.url == "http://127.0.0.1:\(start.port)")
            #expect(admitted.path == "/v0/meta/bases/appAAAAAAAAAAAAAA/tables")
            #expect((admitted.status, stranger.status) == (200, 401))
            #expect((admitted.connection, stranger.connection) == (1, 1))
            #expect(admitted.received <= admitted.counted && admitted.counted <= admitted.ended)
            #expect(summary.requests == 2)

            let log = String(
                decoding: FileManager.default.contents(atPath: "\(folder)/access.jsonl") ?? Data(), as: UTF8.self)
            #expect(log.split(separator: "\n").count == 2)
            #expect(log == String(decoding: admitted.jsonLine + stranger.jsonLine, as: UTF8.self))
            let everything = log + start.text + admitted.text + summary.text + "\(events)"
            #expect(!everything.contains("SECRET"))
        }
    }

    @Test("A port that is taken is an error that says so")
    func portTaken() async throws {
        try await withMockServer { server in
            var options = ServeOptions()
            options.port = server.port
            let error = await #expect(throws: ServeError.self) { try await MockServer.serve(options) { _ in } }
            #expect(error?.code == .portInUse)
            #expect(
                error?.description
                    == "Listening on 127.0.0.1 port \(server.port) failed: Address already in use. "
                    + "Name another port, or 0 for any that is free.")
        }
    }

    @Test("A server goes on with what an earlier one kept in its state file, and begins with its schema file")
    func stateAndSchema() async throws {
        try await withFolder { folder in
            let schema = """
                {"id":"appAAAAAAAAAAAAAA","name":"Sales","tables":[
                  {"name":"Users","fields":[{"name":"Email","type":"email"}],
                   "records":[{"fields":{"Email":"first@example.com"}}]}]}
                """
            #expect(FileManager.default.createFile(atPath: "\(folder)/schema.json", contents: Data(schema.utf8)))
            var options = ServeOptions()
            options.schemaFile = "\(folder)/schema.json"
            options.stateFile = "\(folder)/state/mock.sqlite"
            for count in 1...3 {
                let events = try await serve(options) { start in
                    #expect(start.bases == [.init(id: BaseID(unchecked: "appAAAAAAAAAAAAAA"), name: "Sales")])
                    let connection = try RawConnection(port: start.port)
                    try await connection.send("GET", "/v0/appAAAAAAAAAAAAAA/Users")
                    let answer = try #require(try await connection.answer())
                    #expect(try JSONValue(parsing: answer.body)["records"]?.arrayValue?.count == count)
                    let body = #"{"fields":{"Email":"\#(count)@example.com"}}"#
                    try await connection.send("POST", "/v0/appAAAAAAAAAAAAAA/Users", body: body)
                    #expect(try await connection.answer()?.status == 200)
                }
                #expect(events.count == 4)
            }
        }
    }

    @Test("A log file that cannot be written stops the start")
    func noLogFile() async throws {
        var options = ServeOptions()
        options.accessLogFile = "/nowhere/access.jsonl"
        let error = await #expect(throws: ServeError.self) { try await MockServer.serve(options) { _ in } }
        #expect(error?.code == .cannotLog)
        #expect(
            error?.description
                == "Writing the access log /nowhere/access.jsonl failed: No such file or directory. "
                + "Name a file that can be written.")
    }

    private final class Events: Sendable {
        private let events = Guarded<[MockServer.Event]>([])
        var all: [MockServer.Event] { events.withLock { $0 } }
        func add(_ event: MockServer.Event) { events.withLock { $0.append(event) } }
    }
}

/// Runs `body` with a new folder that is removed afterwards.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.path + "/mock-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
