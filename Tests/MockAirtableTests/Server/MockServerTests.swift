import JSONText
import Locking
import TableModel
import Testing

@testable import MockAirtable

@Suite("The mock server over loopback", .timeLimit(.minutes(30)))
struct MockServerTests {
    static let base = BaseID(unchecked: "appAAAAAAAAAAAAAA")
    static let records = "/v0/\(base)/Users"
    static let users: JSONValue = [
        "name": "Users",
        "fields": [
            ["name": "Email", "type": "singleLineText"],
            ["name": "Age", "type": "number", "options": ["precision": 0]],
        ],
    ]
    static let jane = #"{"fields":{"Email":"jane@example.com","Age":41}}"#

    private func withServer<Result>(
        _ change: (inout ServiceConfiguration) -> Void = { _ in }, _ body: (MockServer) async throws -> Result
    ) async throws -> Result {
        var configuration = ServiceConfiguration()
        configuration.rate.isEnforced = false
        change(&configuration)
        return try await withMockServer(configuration) { server in
            try server.service.createTable(Self.users, in: Self.base)
            return try await body(server)
        }
    }

    @Test("The system chooses a port for each server")
    func ports() async throws {
        try await withServer { first in
            try await withServer { second in
                #expect(first.port > 0)
                #expect(first.port != second.port)
                #expect(first.url == "http://127.0.0.1:\(first.port)")
            }
        }
    }

    @Test("One connection carries requests one after the other, refused ones too")
    func keepAlive() async throws {
        try await withServer { server in
            let connection = try RawConnection(port: server.port)
            for number in 1...5 {
                try await connection.send("POST", Self.records, body: Self.jane)
                #expect(try await connection.answer()?.status == 200)
                #expect(try server.service.records(of: "Users", in: Self.base).count == number)
                try await connection.send("GET", "/v0/nowhere")
                let refusal = try #require(try await connection.answer())
                #expect(refusal.status == 404)
                #expect(refusal.text == #"{"error":"NOT_FOUND"}"#)
            }
            #expect(server.service.log.count == 10)
        }
    }

    @Test("Requests on many connections at once are all carried out, each once")
    func concurrency() async throws {
        try await withServer { server in
            let answers = try await withThrowingTaskGroup(of: [Int].self) { group in
                for client in 0..<12 {
                    group.addTask {
                        let connection = try RawConnection(port: server.port)
                        var statuses: [Int] = []
                        for request in 0..<5 {
                            let rows = (0..<10).map { #"{"fields":{"Email":"\#(client)-\#(request)-\#($0)"}}"# }
                            let body = #"{"records":[\#(rows.joined(separator: ","))]}"#
                            try await connection.send("POST", Self.records, body: body)
                            statuses.append(try await connection.answer()?.status ?? 0)
                        }
                        return statuses
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(answers == Array(repeating: 200, count: 60))
            let kept = try server.service.records(of: "Users", in: Self.base)
            #expect(kept.count == 600)
            #expect(Set(kept.map(\.id)).count == 600)
            #expect(Set(kept.map { $0.cells["Email"] }).count == 600)
        }
    }

    @Test(
        "A lost answer is an end of the connection without a byte, and the table holds what the fault says",
        arguments: [(Fault.appliedThenLost, 1), (.droppedNotApplied, 0), (.refuse, 0)])
    func lost(fault: Fault, records: Int) async throws {
        try await withServer {
            $0.faults = FaultPlan(rules: [.init(fault)])
        } _: { server in
            let connection = try RawConnection(port: server.port)
            try await connection.send("POST", Self.records, body: Self.jane)
            #expect(try await connection.answer() == nil)
            #expect(try server.service.records(of: "Users", in: Self.base).count == records)
            let next = try RawConnection(port: server.port)
            try await next.send("GET", Self.records)
            #expect(try await next.answer()?.status == 200)
        }
    }

    @Test("A cut answer has fewer bytes than its head says, and then the connection ends")
    func cut() async throws {
        try await withServer {
            $0.faults = FaultPlan(rules: [.init(.cutAnswer)])
        } _: { server in
            let connection = try RawConnection(port: server.port)
            try await connection.send("POST", Self.records, body: Self.jane)
            let answer = try #require(try await connection.answer())
            #expect(answer.status == 200)
            #expect(!answer.isWhole)
            #expect(answer.text.hasPrefix(#"{"id":"rec"#))
            #expect(try await connection.isAtEnd())
            #expect(try server.service.records(of: "Users", in: Self.base).count == 1)
        }
    }

    @Test("An answer that is slow holds up nobody else")
    func slow() async throws {
        try await withServer {
            $0.faults = FaultPlan(rules: [.init(.slow(.seconds(600)))])
        } _: { server in
            let slow = try RawConnection(port: server.port)
            try await slow.send("POST", Self.records, body: Self.jane)
            while server.service.log.isEmpty { await Task.yield() }
            let quick = try RawConnection(port: server.port)
            try await quick.send("GET", Self.records)
            let answer = try #require(try await quick.answer())
            #expect(answer.text.contains("jane@example.com"))
            #expect(!slow.hasInput())
        }
    }

    @Test("A body of the size limit is read, a longer one is answered with 413, and the connection goes on")
    func bodyLimit() async throws {
        let limit = 2000
        try await withServer {
            $0.sizes.bodyBytes = limit
        } _: { server in
            let connection = try RawConnection(port: server.port)
            for (size, status) in [(limit, 200), (limit + 1, 413), (limit * 100, 413), (limit, 200)] {
                let frame = #"{"fields":{"Email":""}}"#
                let filler = String(repeating: "x", count: size - frame.utf8.count)
                try await connection.send("POST", Self.records, body: #"{"fields":{"Email":"\#(filler)"}}"#)
                #expect(try await connection.answer()?.status == status, "\(size) bytes")
            }
        }
    }

    @Test("A client that asks before it sends its body is told to go on")
    func expectContinue() async throws {
        try await withServer { server in
            let connection = try RawConnection(port: server.port)
            try await connection.write(
                """
                POST \(Self.records) HTTP/1.1\r\nhost: h\r\nauthorization: Bearer t\r\nexpect: 100-continue\r\n\
                content-length: \(Self.jane.utf8.count)\r\n\r\n
                """)
            #expect(try await connection.answer()?.status == 100)
            try await connection.write(Self.jane)
            #expect(try await connection.answer()?.status == 200)
        }
    }

    @Test("A browser's question about other origins is answered and not counted")
    func crossOrigin() async throws {
        try await withServer { server in
            let connection = try RawConnection(port: server.port)
            try await connection.send("OPTIONS", Self.records, token: nil)
            let answer = try #require(try await connection.answer())
            #expect(answer.status == 200)
            #expect(answer.headers["access-control-allow-origin"] == "*")
            #expect(answer.headers["access-control-allow-methods"] == "DELETE,GET,OPTIONS,PATCH,POST,PUT")
            #expect(server.service.log.isEmpty)
            try await connection.send("GET", Self.records)
            #expect(try await connection.answer()?.headers["access-control-allow-origin"] == "*")
        }
    }

    @Test("HEAD is answered without a body")
    func head() async throws {
        try await withServer { server in
            let connection = try RawConnection(port: server.port)
            try await connection.send("HEAD", Self.records)
            #expect(try await connection.head().first == "HTTP/1.1 404 Not Found")
            try await connection.send("GET", Self.records)
            #expect(try await connection.answer()?.text == #"{"records":[]}"#)
        }
    }

    @Test("The sixth request within a second is refused with 429")
    func rate() async throws {
        try await withServer {
            $0.rate = RateOptions()
            $0.rate.window = .seconds(600)
        } _: { server in
            let connection = try RawConnection(port: server.port)
            var statuses: [Int?] = []
            for _ in 0..<6 {
                try await connection.send("GET", Self.records)
                statuses.append(try await connection.answer()?.status)
            }
            #expect(statuses == [200, 200, 200, 200, 200, 429])
        }
    }

    @Test("The first request of each connection pays for it, after it was counted")
    func newConnections() async throws {
        let clock = NotingClock()
        var configuration = ServiceConfiguration()
        configuration.latency = LatencyModel(
            beforeCount: .milliseconds(50), afterCount: .milliseconds(70), perNewConnection: .milliseconds(200))
        let service = MockService(configuration, clock: clock)
        try service.createTable(Self.users, in: Self.base)
        try await withMockServer(service, configuration) { server in
            for _ in 0..<2 {
                let connection = try RawConnection(port: server.port)
                for _ in 0..<2 {
                    try await connection.send("GET", Self.records)
                    #expect(try await connection.answer()?.status == 200)
                }
            }
        }
        let (before, first, later) = (Duration.milliseconds(50), Duration.milliseconds(270), Duration.milliseconds(70))
        #expect(clock.waits == [before, first, before, later, before, first, before, later])
    }
}

/// A clock on which waiting takes no time, and that notes how long each wait would have been.
private final class NotingClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset = Duration.zero
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let noted = Guarded<[Duration]>([])

    var now: Instant { Instant() }
    var minimumResolution: Duration { .zero }
    var waits: [Duration] { noted.withLock { $0 } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        noted.withLock { $0.append(deadline.offset) }
    }
}
