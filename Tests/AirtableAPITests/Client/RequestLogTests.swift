import JSONText
import Locking
import Logging
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import AirtableAPI

/// What is logged, and what never is.
@Suite struct RequestLogTests {
    final class Lines: Sendable {
        let lines = Guarded<[String]>([])
        var all: [String] { lines.withLock { $0 } }
    }

    struct Recorder: LogHandler {
        let sink: Lines
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            sink.lines.withLock { $0.append("\(event.level) \(event.message) \(pairs.joined(separator: " "))") }
        }
    }

    private static func lines(_ replies: [ScriptedService.Reply]) throws -> [String] {
        let sink = Lines()
        try runOnVirtualTime { time in
            let service = ScriptedService(time, replies)
            let client = AirtableClient(
                token: try Sample.token(), transport: service.transport, limiter: RateLimiter(time: time), time: time,
                logger: Logger(label: "test") { _ in Recorder(sink: sink) })
            let table = client.base(Sample.base).table("My Table")
            _ = try? await table.createRecords([["Name": "secret cell"]])
            let selection = RecordSelection(.formula("{Name}='secret cell'"), method: .get)
            for try await _ in table.records(selection) {}
        }
        return sink.all
    }

    @Test("a request is logged at debug by method, path, status, duration and ids, without query and cells")
    func lines() throws {
        let lines = try Self.lines([
            .late(.milliseconds(150), .ok(["records": [Sample.recordJSON(1, fields: ["Name": "secret cell"])]])),
            .status(500, "", [("x-request-id", "svc-1")]), .ok(Sample.page([])),
        ])
        #expect(
            lines[0]
                == "debug Request ended attempt=applied duration=0.15 seconds method=POST "
                + "path=/v0/appAAAAAAAAAAAAAA/My%20Table request-id=request-1 status=200")
        #expect(
            lines[1]
                == "debug Request ended attempt=unknown code=server-fault duration=0.0 seconds method=GET "
                + "path=/v0/appAAAAAAAAAAAAAA/My%20Table request-id=request-2 service-id=svc-1 status=500")
        #expect(lines[2].hasPrefix("debug Request will be sent again code=server-fault method=GET"))
        #expect(lines.count == 4)
    }

    @Test("neither token nor cells are in the log or in an error, even when the service repeats them")
    func secrets() throws {
        let echo = #"{"error":{"type":"T","message":"You sent Bearer \#(Sample.tokenText)."}}"#
        let lines = try Self.lines([.status(422, echo), .ok(Sample.page([]))])
        #expect(lines.count == 2)
        for line in lines {
            #expect(!line.contains(Sample.tokenText))
            #expect(!line.contains("secret cell"))
        }
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.status(401, echo)])
            let client = try Sample.client(service, time)
            let error = try await #require(throws: RemoteError.self) { try await client.whoami() }
            #expect(error.message == "You sent Bearer [token].")
            #expect(!"\(error)".contains(Sample.tokenText))
            #expect(!"\(client)".contains(Sample.tokenText))
        }
    }
}
