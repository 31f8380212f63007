import JSONText
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import AirtableAPI

/// What the verbs send again, and what they do not.
@Suite struct RetryTests {
    private static let rateLimited = ScriptedService.Reply.status(
        429, #"{"errors":[{"error":"RATE_LIMIT_REACHED","message":"Rate limit exceeded."}]}"#)
    private static let retriable = ScriptedService.Reply.status(503, #"{"error":{"type":"RETRIABLE_ERROR"}}"#)
    private static let lost: [ScriptedService.Reply] = [
        .lost, .status(500, ""), .status(502, "<html>"), .status(503, ""), .status(504, ""), .status(200, "{"),
        .late(.seconds(100), .ok(["records": []])),
    ]

    @Test("a read is repeated whatever became of it", arguments: lost + [rateLimited, retriable, .unreachable])
    func reads(reply: ScriptedService.Reply) throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [reply, reply, .ok(["id": "usrX"])])
            let client = try Sample.client(service, time)
            #expect(try await client.whoami().id == "usrX")
            #expect(service.calls.count == 3)
        }
    }

    @Test("a write whose answer is lost is sent once, and the error says so", arguments: lost)
    func lostWrites(reply: ScriptedService.Reply) throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [reply, .ok(Sample.page([1]))])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let error = try await #require(throws: RemoteError.self) { try await table.createRecords([["a": 1]]) }
            #expect([.noAnswer, .serverFault, .unreadableAnswer].contains(error.code))
            #expect(service.calls.count == 1)
        }
    }

    @Test("a write that certainly had no effect is sent again", arguments: [rateLimited, retriable, .unreachable])
    func harmlessWrites(reply: ScriptedService.Reply) throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [reply, .ok(Sample.page([1]))])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            #expect(try await table.createRecords([["a": 1]]).count == 1)
            #expect(service.calls.count == 2)
        }
    }

    @Test("after a refusal for the rate, thirty seconds pass before the next request")
    func penalty() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [Self.rateLimited, .ok(Sample.page([1]))])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            _ = try await table.createRecords([["a": 1]])
            #expect(service.calls[1].at - service.calls[0].at >= .seconds(30))
        }
    }

    @Test(
        "what the service will never do is not sent again",
        arguments: [
            .status(401, ""), .status(403, ""), .status(404, ""), .status(422, ""), .status(413, ""),
            .status(429, #"{"errors":[{"error":"PUBLIC_API_BILLING_LIMIT_EXCEEDED"}]}"#), .status(301, ""),
        ] as [ScriptedService.Reply])
    func final(reply: ScriptedService.Reply) throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [reply, .ok(["id": "usrX"])])
            let client = try Sample.client(service, time)
            await #expect(throws: RemoteError.self) { try await client.whoami() }
            #expect(service.calls.count == 1)
        }
    }

    @Test("attempts end")
    func bounded() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.status(500, "")])
            let client = try Sample.client(service, time, retry: RetryPolicy(attempts: 3))
            let error = try await #require(throws: RemoteError.self) { try await client.whoami() }
            #expect(error.code == .serverFault)
            #expect(service.calls.count == 3)
        }
    }

    @Test("driven as a remote table, nothing is sent twice", arguments: lost + [rateLimited, retriable, .unreachable])
    func raw(reply: ScriptedService.Reply) throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [reply])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let write = try await table.send(WriteChunk(.create, [.init(fields: ["a": 1])]))
            #expect(write.label == "unknown" || write.label == "not-applied")
            let read = try await table.page(of: RecordQuery(), after: nil)
            #expect(read.label == "unknown" || read.label == "not-applied" || read == .applied(RecordPage(records: [])))
            #expect(service.calls.count == 2)
        }
    }

    @Test("a request that gets no answer in time is given up, and unknown")
    func timeout() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.late(.seconds(61), .ok(Sample.page([1])))])
            let client = try Sample.client(service, time, timeout: .seconds(60))
            let begun = time.now
            let attempt = try await client.base(Sample.base).table("T").send(
                WriteChunk(.create, [.init(fields: ["a": 1])]))
            #expect(time.now - begun == .seconds(60))
            #expect(attempt.error?.message == "no whole answer came within 60 seconds")
            #expect(attempt.label == "unknown")
        }
    }

    @Test(
        "a service that says nothing to a read is waited for as long as the policy says, and not a time-out each time",
        arguments: [(0, 5), (5, 5), (20, 20), (90, 90), (100, 100), (200, 200)])
    func silence(longest: Int, waited: Int) throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.late(.seconds(1_000), .ok(["id": "usrX"]))])
            let policy = RetryPolicy(backoff: RetryBackoff(base: .zero), longestTime: .seconds(longest))
            let client = try Sample.client(service, time, retry: policy)
            let begun = time.now
            let error = try await #require(throws: RemoteError.self) { try await client.whoami() }
            #expect(error.code == .noAnswer)
            #expect(
                error.remedy == "Reading changes nothing, so try again; check the service's address if this goes on.")
            #expect(time.now - begun >= .seconds(waited) && time.now - begun <= .seconds(waited + 5))
        }
    }

    @Test("a page is waited for no longer than that, a write to its time-out")
    func silenceAsRemoteTable() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.late(.seconds(1_000), .ok(Sample.page([])))])
            let client = try Sample.client(service, time, retry: RetryPolicy(longestTime: .seconds(20)))
            let table = client.base(Sample.base).table("T")
            var begun = time.now
            let page = try await table.page(of: RecordQuery(), after: nil)
            #expect(page.error?.message == "no whole answer came within 20 seconds")
            #expect(time.now - begun == .seconds(20))
            begun = time.now
            let write = try await table.send(WriteChunk(.create, [.init(fields: ["a": 1])]))
            #expect(write.error?.message == "no whole answer came within 90 seconds")
            #expect(time.now - begun == .seconds(90))
        }
    }

    @Test("an answer just within the time counts")
    func inTime() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.late(.seconds(59), .ok(Sample.page([1])))])
            let client = try Sample.client(service, time, timeout: .seconds(60))
            let attempt = try await client.base(Sample.base).table("T").send(
                WriteChunk(.create, [.init(fields: ["a": 1])]))
            #expect(attempt.label == "applied")
        }
    }

    @Test("a request that has left is awaited to its end, cancelled or not")
    func cancelledInFlight() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.late(.seconds(5), .ok(Sample.page([1])))])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let label = try await withThrowingTaskGroup(of: String.self) { group in
                group.addTask { try await table.send(WriteChunk(.create, [.init(fields: ["a": 1])])).label }
                try await time.sleep(for: .seconds(1))
                group.cancelAll()
                return try await group.next()
            }
            #expect(label == "applied")
        }
    }

    @Test("a request that is cancelled before it left does not leave")
    func cancelledBefore() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.late(.seconds(5), .ok(Sample.page([1])))])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        do {
                            return try await table.send(WriteChunk(.create, [.init(fields: ["a": 1])])).label
                        } catch { return "cancelled" }
                    }
                }
                try? await time.sleep(for: .milliseconds(500))
                group.cancelAll()
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == "applied" }.count == 5)
            #expect(outcomes.filter { $0 == "cancelled" }.count == 3)
            #expect(service.calls.count == 5)
        }
    }
}
