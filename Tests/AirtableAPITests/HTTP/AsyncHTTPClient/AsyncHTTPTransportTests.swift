import FoundationEssentials
import HTTPTypes
import Synchronization
import Testing

@testable import AirtableAPI

/// The transport over real connections, to servers that misbehave.
@Suite(.timeLimit(.minutes(30))) struct AsyncHTTPTransportTests {
    /// Counts how often the head went out.
    final class Heads: Sendable {
        private let counter = Atomic(0)
        var count: Int { counter.load(ordering: .sequentiallyConsistent) }
        func note() { counter.add(1, ordering: .sequentiallyConsistent) }
    }

    /// A request that was sent: with a body and without, since they take different ways.
    enum Form: String, Sendable, CaseIterable {
        case get, post, delete

        var method: HTTPRequest.Method {
            switch self {
            case .get: .get
            case .post: .post
            case .delete: .delete
            }
        }
        var body: [UInt8] { self == .post ? Array("{}".utf8) : [] }
    }

    /// Longer than any test lasts: what ends an exchange of these tests is what the server does, unless a test says otherwise.
    private static let noTimeout = Duration.seconds(600)

    private static func send(
        _ form: Form, port: UInt16, timeout: Duration = noTimeout, options: AsyncHTTPTransport.Options = .init(),
        heads: Heads
    ) async throws -> Result<TransportAnswer, TransportError> {
        try await AsyncHTTPTransport.withTransport(options) { transport in
            await Self.send(form, port, transport, timeout: timeout, heads: heads)
        }
    }

    private static func send(
        _ form: Form, _ port: UInt16, _ transport: AsyncHTTPTransport, timeout: Duration = noTimeout, heads: Heads
    ) async -> Result<TransportAnswer, TransportError> {
        let request = HTTPRequest(
            method: form.method, scheme: "http", authority: "127.0.0.1:\(port)", path: "/v0/a%2Fb?x=%5B1%5D")
        do {
            return .success(
                try await transport.send(request, body: form.body, timeout: timeout, onHead: { heads.note() }))
        } catch {
            return .failure(error)
        }
    }

    private static func error(_ result: Result<TransportAnswer, TransportError>) -> TransportError? {
        guard case .failure(let error) = result else { return nil }
        return error
    }

    @Test("a refused connection is unreachable, and no head went out", arguments: Form.allCases)
    func refused(form: Form) async throws {
        let heads = Heads()
        let error = Self.error(try await Self.send(form, port: try RawServer.unusedPort(), heads: heads))
        #expect(error?.code == .unreachable)
        #expect(error?.mayHaveArrived == false)
        #expect(error?.message == "the connection was refused")
        #expect(heads.count == 0)
    }

    struct Misbehaviour: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var behaviour: RawServer.Behaviour
        var code: TransportError.Code
        var timeout = noTimeout
    }

    private static let misbehaviours = [
        Misbehaviour(testDescription: "closes", behaviour: .answerAndClose(""), code: .noAnswer),
        Misbehaviour(testDescription: "resets", behaviour: .reset, code: .noAnswer),
        Misbehaviour(testDescription: "is silent", behaviour: .silence, code: .noAnswer, timeout: .milliseconds(300)),
        Misbehaviour(
            testDescription: "cuts the body",
            behaviour: .answerAndClose("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"records\""),
            code: .unreadableAnswer),
        Misbehaviour(
            testDescription: "cuts a chunked body",
            behaviour: .answerAndClose("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"rec"),
            code: .unreadableAnswer),
        Misbehaviour(
            testDescription: "cuts the head", behaviour: .answerAndClose("HTTP/1.1 200 OK\r\nconte"),
            code: .unreadableAnswer),
        Misbehaviour(
            testDescription: "speaks something else", behaviour: .answerAndClose("220 mail.example.com ESMTP\r\n"),
            code: .unreadableAnswer),
        Misbehaviour(
            testDescription: "stops in the middle",
            behaviour: .answer("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
            code: .noAnswer, timeout: .milliseconds(300)),
        Misbehaviour(
            testDescription: "says too much",
            behaviour: .answer(
                "HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n" + String(repeating: "x", count: 2000)),
            code: .unreadableAnswer),
    ]

    @Test("once the request has left, whatever goes wrong is unknown", arguments: misbehaviours, Form.allCases)
    func misbehaving(misbehaviour: Misbehaviour, form: Form) async throws {
        let server = try RawServer { _ in misbehaviour.behaviour }
        defer { server.close() }
        let heads = Heads()
        let result = try await Self.send(
            form, port: server.port, timeout: misbehaviour.timeout, options: .init(answerLimit: 1000), heads: heads)
        let error = try #require(Self.error(result))
        #expect(error.mayHaveArrived)
        #expect(error.code == misbehaviour.code, "\(error)")
        #expect(heads.count == 1)
        #expect(server.requests.count == 1)
    }

    @Test("the request arrives as it was given, once, with a length only if it has a body", arguments: Form.allCases)
    func arrival(form: Form) async throws {
        let server = try RawServer { _ in
            .answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nDate: Thu, 15 Jan 2026 12:00:00 GMT\r\n\r\nok")
        }
        defer { server.close() }
        let heads = Heads()
        let answer = try (try await Self.send(form, port: server.port, heads: heads)).get()
        #expect(answer.body == Array("ok".utf8))
        #expect(answer.response.status.code == 200)
        #expect(answer.date?.timeIntervalSince1970 == 1_768_478_400)
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("\(form.method.rawValue) /v0/a%2Fb?x=%5B1%5D HTTP/1.1\r\n"))
        let head = request.lowercased()
        #expect(!head.contains("transfer-encoding"))
        #expect(head.contains("content-length: 2\r\n") == (form == .post))
        #expect(request.hasSuffix("\r\n\r\n" + (form == .post ? "{}" : "")))
        #expect(heads.count == 1)
        #expect(server.requests.count == 1)
    }

    @Test("connections are used again")
    func reuse() async throws {
        let server = try RawServer { _ in .answer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") }
        defer { server.close() }
        let heads = Heads()
        try await AsyncHTTPTransport.withTransport { transport in
            for _ in 0..<20 { _ = try await Self.send(.get, server.port, transport, heads: heads).get() }
        }
        // An answer is handed over a moment before its connection is free again, so a request that follows at once may
        // find it busy and open another; but then there are two to choose from.
        #expect(server.connections < 10)
        #expect(heads.count == 20)
    }

    @Test("an answer that comes before the end of its request is taken, also over a connection that closes then")
    func earlyAnswer() async throws {
        for _ in 0..<100 {
            let server = try RawServer(answeringHeads: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n") { number in
                number == 0 ? .answer("") : .answerAndClose("")
            }
            defer { server.close() }
            try await AsyncHTTPTransport.withTransport { transport in
                for form in [Form.get, .post] {
                    let answer = try await Self.send(form, server.port, transport, heads: Heads()).get()
                    #expect(answer.response.status.code == 200)
                }
            }
        }
    }

    @Test("a redirect is an answer, and is not followed")
    func redirect() async throws {
        let server = try RawServer { _ in
            .answer("HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n")
        }
        defer { server.close() }
        let answer = try (try await Self.send(.get, port: server.port, heads: Heads())).get()
        #expect(answer.response.status.code == 302)
        #expect(server.requests.count == 1)
    }

    @Test(
        "a request that waits for a connection has not sent its head, and cannot have arrived", arguments: Form.allCases
    )
    func waiting(form: Form) async throws {
        let arrival = AsyncStream.makeStream(of: Void.self)
        let server = try RawServer { _ in
            arrival.continuation.yield()
            return .silence
        }
        defer { server.close() }
        let heads = Heads()
        try await AsyncHTTPTransport.withTransport(.init(connections: 1)) { transport in
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = await Self.send(form, server.port, transport, heads: Heads()) }
                for await _ in arrival.stream { break }
                // The only connection is taken for good, so this one waits until its time is up.
                let second = await Self.send(
                    form, server.port, transport, timeout: .milliseconds(300), heads: heads)
                #expect(Self.error(second)?.mayHaveArrived == false)
                #expect(Self.error(second)?.code == .unreachable)
                group.cancelAll()
            }
        }
        #expect(heads.count == 0)
        #expect(server.requests.count == 1)
    }

    @Test("a cancelled exchange ends, and may have arrived")
    func cancelled() async throws {
        let arrival = AsyncStream.makeStream(of: Void.self)
        let server = try RawServer { _ in
            arrival.continuation.yield()
            return .silence
        }
        defer { server.close() }
        let error = try await AsyncHTTPTransport.withTransport { transport in
            await withTaskGroup(of: TransportError?.self) { group in
                group.addTask { Self.error(await Self.send(.get, server.port, transport, heads: Heads())) }
                for await _ in arrival.stream { break }
                group.cancelAll()
                return await group.next() ?? nil
            }
        }
        #expect(error?.mayHaveArrived == true)
        #expect(error?.message == "the exchange was cancelled")
    }
}
