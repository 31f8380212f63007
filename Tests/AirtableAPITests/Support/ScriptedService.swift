import HTTPTypes
import JSONText
import Locking
import RateLimiting
import TableModel

@testable import AirtableAPI

/// A service of the test: answers each request by a script, and remembers what it was asked.
final class ScriptedService: Sendable {
    /// One request as it arrived.
    struct Call: Sendable {
        var request: HTTPRequest
        var body: [UInt8]
        var at: TimePoint

        var method: String { request.method.rawValue }
        var path: String { request.path ?? "" }
        /// The body as JSON; null if there is none.
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }

    /// What a request is answered with.
    enum Reply: Sendable {
        case status(Int, String, [(String, String)] = [])
        /// The connection ends without an answer.
        case lost
        /// The connection cannot be made.
        case unreachable
        /// The answer comes so much later.
        indirect case late(Duration, Reply)

        static func ok(_ json: JSONValue) -> Reply { .status(200, json.text) }
    }

    private let log = Guarded<[Call]>([])
    private let time: any TimeSource
    private let reply: @Sendable (Call, Int) -> Reply

    /// - Parameter reply: What to answer to a call, given how many came before it.
    init(_ time: any TimeSource, _ reply: @escaping @Sendable (Call, Int) -> Reply) {
        self.time = time
        self.reply = reply
    }

    /// Answers the calls with `replies` in order, and the ones after them with the last.
    convenience init(_ time: any TimeSource, _ replies: [Reply]) {
        self.init(time) { replies[min($1, replies.count - 1)] }
    }

    var calls: [Call] { log.withLock { $0 } }

    var transport: InProcessTransport {
        InProcessTransport(time: time) { request, body in try await self.answer(request, body) }
    }

    private func answer(_ request: HTTPRequest, _ body: [UInt8]) async throws -> (HTTPResponse, [UInt8]) {
        let call = Call(request: request, body: body, at: time.now)
        let before = log.withLock { log in
            log.append(call)
            return log.count - 1
        }
        return try await carryOut(reply(call, before))
    }

    private func carryOut(_ reply: Reply) async throws -> (HTTPResponse, [UInt8]) {
        switch reply {
        case .status(let code, let body, let headers):
            var response = HTTPResponse(status: .init(code: code))
            for (name, value) in headers {
                if let name = HTTPField.Name(name) { response.headerFields[name] = value }
            }
            return (response, Array(body.utf8))
        case .lost: throw ConnectionEnded()
        case .unreachable:
            throw TransportError(.unreachable, mayHaveArrived: false, message: "the connection was refused")
        case .late(let delay, let reply):
            try await time.sleep(for: delay)
            return try await carryOut(reply)
        }
    }
}

struct ConnectionEnded: Error {}

/// The ids and the token that tests use.
enum Sample {
    static let tokenText = "pat0123456789ABCD." + String(repeating: "0f", count: 32)
    static func token() throws -> AccessToken { try AccessToken(tokenText) }
    static let base = BaseID(unchecked: "appAAAAAAAAAAAAAA")
    static func record(_ number: Int) -> RecordID {
        let digits = String(number)
        return RecordID(unchecked: "rec" + String(repeating: "0", count: 14 - digits.count) + digits)
    }

    static func recordJSON(_ number: Int, fields: JSONValue = [:]) -> JSONValue {
        ["id": .string(record(number).rawValue), "createdTime": "2026-01-15T12:00:00.000Z", "fields": fields]
    }

    static func page(_ numbers: [Int], offset: String? = nil) -> JSONValue {
        var object: JSONObject = ["records": .array(numbers.map { recordJSON($0) })]
        if let offset { object["offset"] = .string(offset) }
        return .object(object)
    }

    static func client(
        _ service: ScriptedService, _ time: any TimeSource, timeout: Duration = .seconds(90),
        retry: RetryPolicy = RetryPolicy()
    ) throws -> AirtableClient {
        AirtableClient(
            token: try token(), transport: service.transport, limiter: RateLimiter(time: time),
            requestTimeout: timeout, retry: retry, time: time)
    }
}
