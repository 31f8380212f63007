import AirtableAPI
import HTTPTypes
import Logging
import RateLimiting
import Synchronization
import TableModel
import TestSupport
import Testing

@testable import TableSyncCommand

@Suite struct ConnectionTests {
    /// What reading the schema came to.
    private struct Outcome: Sendable {
        let error: RemoteError?
        let notes: [String]
        let took: Duration
    }

    /// Reads the schema through `answer`, which is given how many requests came before.
    private func schema(
        maxWait: Double? = nil,
        _ answer: @escaping @Sendable (Int, VirtualTime) async throws -> (HTTPResponse, [UInt8])
    ) throws -> Outcome {
        try runOnVirtualTime { time in
            let (notes, count) = (Notes(), Count())
            let connection = Connection(
                PushScene.base, at: try ServiceAddress("http://service.example"), token: try AccessToken("pat"),
                transport: InProcessTransport(time: time) { _, _ in try await answer(count.next(), time) },
                limiter: RateLimiter(time: time), patience: Patience(maxWait: maxWait), time: time,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, note: notes.add)
            let begun = time.now
            var error: RemoteError?
            do { _ = try await connection.schema() } catch let failure as RemoteError { error = failure }
            return Outcome(error: error, notes: notes.all, took: time.now - begun)
        }
    }

    private static let tables = (HTTPResponse(status: 200), Array(#"{"tables":[]}"#.utf8))

    @Test(
        arguments: [
            (nil, 60, 30), (0, 5, 5), (5, 5, 5), (20, 20, 20), (40, 40, 30),
        ] as [(Double?, Int, Int)])
    func `a service that accepts and says nothing is given up in time, with a word meanwhile`(
        _ maxWait: Double?, _ seconds: Int, _ first: Int
    ) throws {
        let outcome = try schema(maxWait: maxWait) { _, time in
            try await time.sleep(for: .seconds(10_000))
            return Self.tables
        }
        #expect(outcome.took >= .seconds(seconds) && outcome.took <= .seconds(seconds + 5))
        let message = outcome.error?.description ?? ""
        #expect(message.hasPrefix("Could not read the schema of \(PushScene.base): no whole answer came within "))
        #expect(
            message.hasSuffix(
                " seconds (http://service.example). Reading changes nothing, so try again; check the service's address if "
                    + "this goes on."))
        if first == seconds { #expect(message.contains(" within \(first) seconds ")) }
        #expect(outcome.notes == ["No answer from http://service.example yet; waiting."])
    }

    @Test func `an answer that takes not quite so long needs no word`() throws {
        let outcome = try schema { _, time in
            try await time.sleep(for: .milliseconds(4_900))
            return Self.tables
        }
        #expect(outcome.error == nil)
        #expect(outcome.notes.isEmpty)
    }

    @Test func `while the service refuses everything, it is said for how long`() throws {
        let outcome = try schema { count, _ in count == 0 ? (HTTPResponse(status: 429), []) : Self.tables }
        #expect(outcome.error == nil)
        #expect(
            outcome.notes == [
                "The service has refused requests to the base since there were too many. The next one may go in 25 s."
            ])
    }

    private final class Notes: Sendable {
        private let texts = Mutex<[String]>([])
        var all: [String] { texts.withLock { $0 } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
    }

    private final class Count: Sendable {
        private let value = Mutex(0)
        func next() -> Int {
            value.withLock { value in
                defer { value += 1 }
                return value
            }
        }
    }
}
