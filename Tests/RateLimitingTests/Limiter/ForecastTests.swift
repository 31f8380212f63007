import RateLimiting
import TestSupport
import Testing

/// The forecast against what then happens.
@Suite struct ForecastTests {
    struct Case: Sendable, CustomStringConvertible {
        var seed: UInt64
        var name: String
        var pacing: Pacing
        var description: String { "\(name), seed \(seed)" }
    }

    static let cases: [Case] = [
        ("answer-based", Pacing.answerBased), ("continuous", .continuous), ("4.3/s", rated(4.3)), ("2.5/s", rated(2.5)),
        ("0.7/s", rated(0.7)),
    ].flatMap { name, pacing in (Array(1...12) + stepped).map { Case(seed: $0, name: name, pacing: pacing) } }

    /// In which the rate grows while an answer is under way.
    private static let stepped: [UInt64] = [21, 30, 48, 69]

    static func rated(_ rate: Double) -> Pacing {
        var pacing = Pacing.answerBased
        pacing.requestsPerSecond = rate
        return pacing
    }

    @Test("on a steady line the forecast is exact, from any state", arguments: cases)
    func exact(_ item: Case) throws {
        try runOnVirtualTime { time in
            var generator = SeededGenerator(seed: item.seed)
            let limiter = RateLimiter(pacing: item.pacing, time: time)
            let service = SimulatedService(line: .steady(100), time: time)
            // Some history: a refusal in a third of the cases, some requests, a pause.
            if item.seed % 3 == 0 {
                try await limiter.withPermit(host: "api.test", base: "appA", token: "pat", kind: .write) { permit in
                    permit.headSent()
                    permit.answerEnded(.refused(retryAfter: nil))
                }
            }
            // One at least, since nobody can foretell how long the first answer of all takes.
            try await limiter.sendAll(max(1, Int.random(in: 0...12, using: &generator)), to: service)
            try await time.sleep(for: .milliseconds(Int.random(in: 0...2_000, using: &generator)))
            let requests = Int.random(in: 1...400, using: &generator)
            let forecast = limiter.forecast(requests: requests, host: "api.test", base: "appA", token: "pat")
            let before = time.now
            let later = SimulatedService(line: .steady(100), time: time)
            try await limiter.sendAll(requests, to: later)
            let last = later.visits.map(\.granted).max()
            let actual = last.map { $0 - before }
            // Nanoseconds are lost in the fractions.
            let difference = try abs(#require(forecast) / .seconds(1) - #require(actual) / .seconds(1))
            #expect(difference < 1e-6, "forecast \(String(describing: forecast)), actual \(String(describing: actual))")
        }
    }

    @Test("no requests take no time, and nothing is forecast where nothing paces")
    func edges() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            #expect(limiter.forecast(requests: 0, host: "h", base: "b", token: "t") == .zero)
            #expect(limiter.forecast(requests: -3, host: "h", base: "b", token: "t") == .zero)
            #expect(limiter.forecast(requests: 5, host: "h", base: "b", token: "t") == .zero)
            #expect(limiter.forecast(requests: 6, host: "h", base: "b", token: "t") == .milliseconds(1_020))
            for pacing in [Pacing.answerBased, .strict, .continuous, Self.rated(0.01)] {
                let limiter = RateLimiter(pacing: pacing, time: time)
                #expect(limiter.forecast(requests: .max, host: "h", base: "b", token: "t") ?? .zero > .seconds(1e9))
            }
            // Fifty a second with the token alone.
            #expect(limiter.forecast(requests: 51, host: "h", base: nil, token: "t") == .milliseconds(1_020))
            #expect(
                limiter.forecast(requests: 1_000_000_000, host: "h", base: "b", token: "t") == .milliseconds(1_020)
                    * 199_999_999)
            #expect(
                RateLimiter(pacing: .none, time: time).forecast(requests: 9, host: "h", base: "b", token: "t") == nil)
        }
    }
}
