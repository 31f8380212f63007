import TestSupport
import Testing

@testable import RateLimiting

/// Closing after a refusal and opening again.
@Suite struct GateTests {
    static func refused(
        at moment: Int = 0, retryAfter: Duration? = nil, spread: Duration = .zero, from gate: Gate = Gate()
    ) -> Gate {
        var gate = gate
        gate.refused(at: .at(moment), retryAfter: retryAfter, spread: spread)
        return gate
    }

    @Test("closed for 30 s, or for Retry-After if that is longer")
    func penalty() {
        #expect(Self.refused().closedUntil(at: .at(0)) == .at(30_000))
        #expect(Self.refused().closedUntil(at: .at(29_999)) == .at(30_000))
        #expect(Self.refused().closedUntil(at: .at(30_000)) == nil)
        #expect(Self.refused(retryAfter: .seconds(5)).closedUntil(at: .at(0)) == .at(30_000))
        #expect(Self.refused(retryAfter: .seconds(90)).closedUntil(at: .at(0)) == .at(90_000))
        #expect(Self.refused(retryAfter: .seconds(Int64.max)).closedUntil(at: .at(0)) == .at(3_600_000))
        #expect(Self.refused(retryAfter: .seconds(Int64.min)).closedUntil(at: .at(0)) == .at(30_000))
    }

    @Test("the last refusal counts, and a short one does not shorten a long one")
    func lastRefusal() {
        #expect(Self.refused(at: 10_000, from: Self.refused()).closedUntil(at: .at(0)) == .at(40_000))
        let long = Self.refused(retryAfter: .seconds(90))
        #expect(Self.refused(at: 10_000, from: long).closedUntil(at: .at(0)) == .at(90_000))
    }

    @Test("opens at half the rate and gains half a request a second for every clean 30 s")
    func ramp() {
        let gate = Self.refused()
        let rates = (0...6).map { gate.rate(at: .at(30_000 + $0 * 30_000), full: 5) }
        #expect(rates == [2.5, 3, 3.5, 4, 4.5, 5, 5])
        #expect(gate.rate(at: .at(59_999), full: 5) == 2.5)
        #expect(gate.nextStep(after: .at(30_000), full: 5) == .at(60_000))
        #expect(gate.nextStep(after: .at(60_000), full: 5) == .at(90_000))
        #expect(gate.nextStep(after: .at(180_000), full: 5) == nil)
        #expect(Gate().rate(at: .at(0), full: 5) == 5)
        #expect(Gate().nextStep(after: .at(0), full: 5) == nil)
        // Another refusal on the way up begins anew.
        #expect(Self.refused(at: 100_000, from: gate).rate(at: .at(130_000), full: 5) == 2.5)
    }

    @Test("the margin becomes the spread seen, at most a second, for an hour")
    func margin() {
        let base = Duration.milliseconds(20)
        #expect(Self.refused(spread: .milliseconds(5)).margin(at: .at(40_000), base: base) == base)
        let gate = Self.refused(spread: .milliseconds(300))
        #expect(gate.margin(at: .at(40_000), base: base) == .milliseconds(300))
        #expect(gate.margin(at: .at(3_629_999), base: base) == .milliseconds(300))
        #expect(gate.margin(at: .at(3_630_000), base: base) == base)
        #expect(Self.refused(spread: .seconds(7)).margin(at: .at(40_000), base: base) == .seconds(1))
        // A later refusal with less spread does not narrow it, unless the hour is over.
        #expect(Self.refused(at: 50_000, from: gate).margin(at: .at(90_000), base: base) == .milliseconds(300))
        #expect(Self.refused(at: 3_700_000, from: gate).margin(at: .at(3_740_000), base: base) == base)
    }

    @Test("the spread is that of one kind of request within 30 s")
    func spread() {
        var window = LatencyWindow()
        _ = window.note(.milliseconds(100), of: .read, at: .at(0))
        _ = window.note(.milliseconds(900), of: .write, at: .at(0))
        #expect(window.spread(at: .at(0)) == .zero)
        _ = window.note(.milliseconds(250), of: .read, at: .at(1_000))
        #expect(window.spread(at: .at(1_000)) == .milliseconds(150))
        #expect(window.spread(at: .at(30_001)) == .zero)
    }

    @Test("the least answer time is that of a plain list", arguments: UInt64(1)...20)
    func windowModel(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var window = LatencyWindow()
        var list: [(end: Int, latency: Int, kind: RequestKind)] = []
        var now = 0
        for _ in 0..<300 {
            now += Int.random(in: 0...1_000, using: &generator)
            let latency = Int.random(in: 1...5_000, using: &generator)
            let kind = RequestKind.allCases.randomElement(using: &generator) ?? .read
            list.append((now, latency, kind))
            let least = list.filter { $0.kind == kind && now - $0.end <= 30_000 }.map(\.latency).min()
            let noted = window.note(.milliseconds(latency), of: kind, at: .at(now))
            #expect(noted == least.map { .milliseconds($0) }, "seed \(seed)")
        }
    }

    @Test("after a refusal: 30 s nothing, then three every 1.2 s and the margin, five every second at last")
    func wholeRamp() throws {
        let grants = try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let start = time.now
            try await limiter.withPermit(host: "h", base: "b", token: "t", kind: .write) { permit in
                permit.headSent()
                permit.answerEnded(.refused(retryAfter: nil))
            }
            #expect(limiter.closedUntil(host: "h", base: "b") == start + .seconds(30))
            #expect(limiter.closedUntil(host: "h", base: "other") == nil)
            #expect(limiter.forecast(requests: 4, host: "h", base: "b", token: "t") == .milliseconds(30_000 + 1_220))
            let log = Log<Duration>()
            while time.now - start < .seconds(240) {
                try await limiter.withPermit(host: "h", base: "b", token: "t", kind: .write) { permit in
                    permit.headSent()
                    log.append(time.now - start)
                    permit.answerEnded(.counted)
                }
            }
            #expect(limiter.closedUntil(host: "h", base: "b") == nil)
            return log.entries
        }
        let first = [30_000, 30_000, 30_000, 31_220, 31_220, 31_220, 32_440, 32_440, 32_440].map {
            Duration.milliseconds($0)
        }
        #expect(Array(grants.prefix(9)) == first)
        // What each span lets through: the rate times the share that the margin leaves.
        let spans = (1...6).map { span in
            grants.filter { $0 >= .seconds(30 * span) && $0 < .seconds(30 * span + 30) }.count
        }
        for (count, rate) in zip(spans, [2.5, 3, 3.5, 4, 4.5, 5]) {
            let hold = rate.rounded(.up) / rate
            #expect(abs(Double(count) - 30 * rate * hold / (hold + 0.02)) <= rate.rounded(.up), "rate \(rate)")
        }
    }

    @Test("a refusal of an account request closes the token, one of a base closes the base alone")
    func whatCloses() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let start = time.now
            try await limiter.withPermit(host: "h", base: "b", token: "t", kind: .read) { permit in
                permit.headSent()
                permit.answerEnded(.refused(retryAfter: nil))
            }
            try await limiter.withPermit(host: "h", base: "other", token: "t", kind: .read) { _ in }
            #expect(time.now == start)
            try await limiter.withPermit(host: "h", base: nil, token: "t", kind: .account) { permit in
                permit.headSent()
                permit.answerEnded(.refused(retryAfter: .seconds(40)))
            }
            try await limiter.withPermit(host: "h", base: "other", token: "another", kind: .read) { _ in }
            #expect(time.now == start)
            try await limiter.withPermit(host: "h", base: "other", token: "t", kind: .read) { _ in }
            #expect(time.now - start == .seconds(40))
        }
    }

    @Test("a refusal closes also an unpaced base")
    func unpaced() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(pacing: .none, time: time)
            let start = time.now
            try await limiter.withPermit(host: "h", base: "b", token: "t", kind: .read) { permit in
                permit.headSent()
                permit.answerEnded(.refused(retryAfter: nil))
            }
            try await limiter.withPermit(host: "h", base: "b", token: "t", kind: .read) { _ in }
            #expect(time.now - start == .seconds(30))
        }
    }
}
