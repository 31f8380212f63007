import CoreMetrics
import Locking
import Logging
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import AirtableAPI

/// What is counted.
@Suite struct ClientMetricsTests {
    /// Keeps counters by label and dimensions.
    final class Counts: MetricsFactory, Sendable {
        private let counts = Guarded<[String: Int64]>([:])
        var all: [String: Int64] { counts.withLock { $0 } }
        fileprivate func add(_ amount: Int64, to name: String) { counts.withLock { $0[name, default: 0] += amount } }

        func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
            Count(counts: self, name: ([label] + dimensions.map { "\($0)=\($1)" }).joined(separator: " "))
        }
        func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
            NOOPMetricsHandler.instance
        }
        func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
            NOOPMetricsHandler.instance
        }
        func destroyCounter(_ handler: any CounterHandler) {}
        func destroyRecorder(_ handler: any RecorderHandler) {}
        func destroyTimer(_ handler: any TimerHandler) {}
    }

    final class Count: CounterHandler, Sendable {
        let counts: Counts
        let name: String
        init(counts: Counts, name: String) {
            self.counts = counts
            self.name = name
        }
        func increment(by amount: Int64) { counts.add(amount, to: name) }
        func reset() {}
    }

    private static func client(_ service: ScriptedService, _ time: VirtualTime, _ counts: Counts) throws
        -> AirtableClient
    {
        let sender = RequestSender(
            address: .airtable, token: try Sample.token(), transport: service.transport,
            limiter: RateLimiter(time: time), time: time, timeout: .seconds(60),
            log: RequestLog(Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
            metrics: ClientMetrics(factory: counts))
        return AirtableClient(
            sender: sender, retry: RetryPolicy(backoff: RetryBackoff(base: .zero)),
            generator: SystemRandomNumberGenerator())
    }

    @Test("what is sent again counts as a retry, too, where a table is driven as a remote table")
    func repetitionsByOthers() throws {
        let counts = Counts()
        try runOnVirtualTime { time in
            let service = ScriptedService(
                time,
                [
                    .unreachable, .lost, .status(422, ""), .ok(Sample.page([1])), .status(503, ""),
                    .ok(Sample.page([1])), .ok(Sample.page([1])),
                ])
            let table = try Self.client(service, time, counts).base(Sample.base).table("T")
            let chunk = { WriteChunk(.create, [.init(fields: ["a": .string($0)])]) }
            // Never reached, lost, refused: the second and the third repeat, the one after a refusal does not.
            for _ in 0..<4 { _ = try await table.send(chunk("x")) }
            for _ in 0..<2 { _ = try await table.page(of: RecordQuery(), after: nil) }
            _ = try await table.send(chunk("y"))
        }
        #expect(counts.all["airtable_retries kind=write"] == 2)
        #expect(counts.all["airtable_retries kind=read"] == 1)
        #expect(counts.all["airtable_requests kind=write outcome=applied"] == 2)
    }

    @Test("requests, retries, waits and rows are counted by kind")
    func counts() throws {
        let counts = Counts()
        try runOnVirtualTime { time in
            let service = ScriptedService(
                time,
                [
                    .status(500, ""), .ok(Sample.page([1, 2, 3])), .ok(Sample.page([4])), .status(422, ""),
                    .ok(Sample.page([])),
                ])
            let table = try Self.client(service, time, counts).base(Sample.base).table("T")
            for try await _ in table.records() {}
            _ = try await table.createRecords([["a": 1]])
            _ = try? await table.createRecords([["a": 1]])
            // Five requests within the second; the sixth waits.
            for _ in 0..<2 { for try await _ in table.records() {} }
        }
        #expect(
            counts.all == [
                "airtable_requests kind=read outcome=unknown": 1, "airtable_requests kind=read outcome=applied": 3,
                "airtable_requests kind=write outcome=applied": 1, "airtable_requests kind=write outcome=rejected": 1,
                "airtable_retries kind=read": 1, "airtable_waits kind=read": 1, "airtable_rows kind=read": 3,
                "airtable_rows kind=write": 1,
            ])
    }
}
