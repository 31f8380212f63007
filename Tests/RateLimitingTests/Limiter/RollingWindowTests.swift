import RateLimiting
import TestSupport
import Testing

/// What the service sees, measured at its door: the promise itself, not how it is kept.
@Suite struct RollingWindowTests {
    /// The way out varies by at most the margin of 20 ms; the rest varies as it likes.
    static let steadyOut: [Line] = [
        Line(),
        .steady(100),
        .steady(300),
        Line(out: 0...20, back: 0...20),
        Line(out: 40...60, work: 0...0, back: 40...60),
        Line(out: 140...160, work: 5...50, back: 140...160),
        Line(connect: 200...200, out: 40...60, back: 40...60),
        Line(connect: 0...500, out: 40...60, work: 0...100, back: 0...500),
        Line(out: 10...30, work: 0...3_000, back: 10...500),
        Line(out: 990...1_010, work: 0...1_500, back: 0...20),
    ]

    struct Case: Sendable, CustomStringConvertible {
        var line: Line
        var seed: UInt64
        var description: String { "\(line), seed \(seed)" }
    }

    static let cases = steadyOut.flatMap { line in (1...8).map { Case(line: line, seed: $0) } }

    static func busiestSecond(_ pacing: Pacing, _ item: Case, requests: Int = 120) throws -> Int {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(pacing: pacing, time: time)
            let service = SimulatedService(line: item.line, seed: item.seed, time: time)
            // Bursts with pauses between them are what breaks a bucket; and the last of a burst is mixed with the next.
            var first = 0
            var generator = SeededGenerator(seed: item.seed)
            while first < requests {
                let burst = Int.random(in: 1...25, using: &generator)
                try await limiter.sendAll(burst, to: service, numberedFrom: first)
                first += burst
                try await time.sleep(for: .milliseconds(Int.random(in: 0...1_500, using: &generator)))
            }
            return service.busiestSecond()
        }
    }

    @Test("answer-based: no second at the service holds more than five", arguments: cases)
    func answerBased(_ item: Case) throws {
        #expect(try Self.busiestSecond(.answerBased, item) == 5)
    }

    @Test("the textbook bucket breaks the same test: the test can fail", arguments: cases)
    func textbookBucketBreaks(_ item: Case) throws {
        #expect(try Self.busiestSecond(.continuous, item) > 5)
    }

    /// The first request on each connection is up to 200 ms later at the service than all others; a pause of more than 30 s
    /// makes everything cold again.
    @Test("answer-based: a cold start that takes longer on the way out breaks nothing", arguments: UInt64(1)...12)
    func coldStart(seed: UInt64) throws {
        let busiest = try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let line = Line(out: 40...60, back: 40...60)
            let service = SimulatedService(line: line, coldOut: 150...180, seed: seed, time: time)
            try await limiter.sendAll(1, to: service, kind: .schema)
            try await limiter.sendAll(1, to: service, kind: .read, numberedFrom: 1)
            try await limiter.sendAll(40, to: service, numberedFrom: 2)
            service.turnCold()
            try await time.sleep(for: .seconds(31))
            try await limiter.sendAll(40, to: service, numberedFrom: 42)
            return service.busiestSecond()
        }
        #expect(busiest <= 5)
    }

    /// Ways out that vary by far more than the margin: a long tail, and seconds of chaos.
    static let wildOut: [Case] = [
        Line(out: 0...300, back: 0...20), Line(out: 20...800, work: 0...200, back: 0...800),
        Line(out: 0...4_000, back: 0...500),
    ].flatMap { line in (1...12).map { Case(line: line, seed: $0) } }

    @Test(
        "strict: no second at the service holds more than five, however the latency varies", arguments: cases + wildOut)
    func strict(_ item: Case) throws {
        #expect(try Self.busiestSecond(.strict, item) <= 5)
    }

    @Test("beyond its condition the answer-based bucket can be over the limit: what strict is for")
    func answerBasedHasACondition() throws {
        let worst = try Self.wildOut.map { try Self.busiestSecond(.answerBased, $0) }.max()
        #expect(worst ?? 0 > 5)
    }

    @Test(
        "any whole or fractional rate: no second holds more than the rate rounded up",
        arguments: [0.5, 1, 2, 2.5, 4.9, 50])
    func otherRates(rate: Double) throws {
        for seed in UInt64(1)...6 {
            let busiest = try runOnVirtualTime { time in
                var pacing = Pacing.answerBased
                pacing.requestsPerSecond = rate
                let limiter = RateLimiter(pacing: pacing, time: time)
                let service = SimulatedService(
                    line: Line(out: 40...60, work: 0...90, back: 40...60), seed: seed, time: time)
                try await limiter.sendAll(Int(rate * 8) + 3, inFlight: 60, to: service)
                return service.busiestSecond()
            }
            #expect(busiest == Int(rate.rounded(.up)), "seed \(seed)")
        }
    }

    @Test("over twenty bases one token sends fifty a second, each base five", arguments: UInt64(1)...4)
    func tokenOverManyBases(seed: UInt64) throws {
        let bases = (0..<20).map { "app\($0)" }
        let (service, duration) = try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let service = SimulatedService(
                line: Line(out: 40...60, work: 0...20, back: 40...60), seed: seed, time: time)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, base) in bases.enumerated() {
                    group.addTask {
                        try await limiter.sendAll(25, to: service, base: base, numberedFrom: index * 1_000)
                    }
                }
                try await group.waitForAll()
            }
            return (service, service.duration)
        }
        #expect(service.visits.count == 500)
        #expect(service.busiestSecond() == 50)
        for base in bases { #expect(service.busiestSecond(of: base) <= 5) }
        // Ten rounds of fifty; each may be later by the margin and what the quickest answer was quicker.
        #expect(duration <= (.seconds(1) + .milliseconds(20 + 60)) * 9 + .milliseconds(140))
    }

    @Test("the continuous bucket keeps its average rate: for services that count so")
    func continuousAverage() throws {
        let duration = try runOnVirtualTime { time in
            let service = SimulatedService(line: Line(), time: time)
            try await RateLimiter(pacing: .continuous, time: time).sendAll(105, to: service)
            return service.duration
        }
        // Five at once, a hundred at five a second.
        #expect(duration == .seconds(20))
    }

    @Test("without pacing nothing waits")
    func noPacing() throws {
        let duration = try runOnVirtualTime { time in
            let service = SimulatedService(line: .steady(100), time: time)
            try await RateLimiter(pacing: .none, time: time).sendAll(150, to: service)
            return service.duration
        }
        #expect(duration == .seconds(1))
    }
}
