import RateLimiting
import TestSupport
import Testing

/// Never needlessly under the limit: a run takes the limit's time.
@Suite struct ThroughputTests {
    static func duration(
        _ requests: Int, _ line: Line, seed: UInt64 = 0, pacing: Pacing = .answerBased, inFlight: Int = 15
    ) throws -> Duration {
        try runOnVirtualTime { time in
            let service = SimulatedService(line: line, seed: seed, time: time)
            try await RateLimiter(pacing: pacing, time: time).sendAll(requests, inFlight: inFlight, to: service)
            return service.duration
        }
    }

    @Test(
        "a steady line: five at once, then five every 1.02 s, and one latency at the end; after the cold start up to 200 ms",
        arguments: [0, 1, 4, 5, 6, 9, 10, 11, 25, 51, 100, 1_000], [0, 100, 300, 900])
    func steady(requests: Int, latency: Int) throws {
        let rounds = max((requests + 4) / 5 - 1, 0)
        let cold = Duration.milliseconds(rounds == 0 ? 0 : min(latency, 200))
        let expected = .milliseconds(1_020) * rounds + .milliseconds(requests == 0 ? 0 : latency) + cold
        #expect(try Self.duration(requests, .steady(latency)) == expected)
    }

    @Test(
        "a line that varies by 10 ms each way: at most 5 % over the limit's time and two latencies",
        arguments: [25, 51, 201], [0, 100, 300])
    func jitter(requests: Int, latency: Int) throws {
        let half = max(latency / 2 - 10, 0)...latency / 2 + 10
        for seed in UInt64(1)...10 {
            let duration = try Self.duration(requests, Line(out: half, back: half), seed: seed)
            let bound = (.seconds((requests + 4) / 5 - 1) + .milliseconds(2 * latency)) * 1.05
            // At no latency at all the twenty milliseconds of jitter are the latency.
            #expect(duration <= bound + .milliseconds(latency == 0 ? 42 : 0), "seed \(seed)")
        }
    }

    @Test("the cost of new connections before the head does not slow the pace")
    func connections() throws {
        let line = Line(connect: 200...200, out: 50...50, back: 50...50)
        // The connection is paid in each round, since the next request can only begin to connect when it may go.
        // The first five are cold: their 100 ms from head to answer count as the way out.
        #expect(try Self.duration(25, line) == .milliseconds(4 * 1_220 + 300 + 100))
    }

    @Test("strict: one latency more for every five requests")
    func strict() throws {
        #expect(try Self.duration(25, .steady(300), pacing: .strict) == .milliseconds(4 * 1_300 + 300))
    }

    @Test("answers of 2 s: a token is back as soon as its answer is there")
    func answersOfTwoSeconds() throws {
        #expect(try Self.duration(25, .steady(2_000), inFlight: 25) == .milliseconds(4 * 2_000 + 2_000))
    }

    @Test("answers of 20 s: a token is back after two seconds, one second and the margin")
    func answersOfTwentySeconds() throws {
        #expect(try Self.duration(25, .steady(20_000), inFlight: 25) == .milliseconds(4 * 3_020 + 20_000))
    }

    @Test("one answer of 20 s among quick ones costs only its own token's two seconds")
    func oneSlowAnswer() throws {
        let duration = try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let quick = SimulatedService(line: .steady(100), time: time)
            let slow = SimulatedService(line: .steady(20_000), time: time)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await limiter.sendAll(1, to: slow) }
                group.addTask { try await limiter.sendAll(49, to: quick) }
                try await group.waitForAll()
                return quick.duration
            }
        }
        // Four tokens bear the first rounds, five the rest: 50 requests that take 9 rounds instead of 9 with nothing lost.
        #expect(duration <= .milliseconds(11 * 1_020 + 100))
    }

    @Test("strict: answers of 20 s hold their tokens, but not longer than a minute")
    func strictSlowAnswers() throws {
        #expect(try Self.duration(6, .steady(20_000), pacing: .strict) == .seconds(21 + 20))
        #expect(try Self.duration(6, .steady(300_000), pacing: .strict) == .seconds(61 + 300))
    }
}
