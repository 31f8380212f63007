import TestSupport
import Testing

@testable import RateLimiting

@Suite struct RateLimiterTests {
    static let host = "api.test"

    static func acquire(
        _ limiter: RateLimiter, base: String? = "appA", token: String = "pat", kind: RequestKind = .write,
        _ body: (Permit) async -> Void = { $0.headSent() }
    ) async throws(CancellationError) {
        try await limiter.withPermit(host: host, base: base, token: token, kind: kind, body)
    }

    @Test("requests to one base go in the order in which they came")
    func order() throws {
        let order = try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let log = Log<Int>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await Self.acquire(limiter) { permit in
                            log.append(number)
                            permit.headSent()
                        }
                    }
                }
                try await group.waitForAll()
            }
            return log.entries
        }
        #expect(order == Array(0..<40))
    }

    @Test("a base that has to wait does not make another one wait")
    func basesAreApart() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let service = SimulatedService(line: .steady(100), time: time)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await limiter.sendAll(30, inFlight: 30, to: service, base: "appA") }
                try await time.sleep(for: .milliseconds(500))
                let start = time.now
                try await limiter.sendAll(5, to: service, base: "appB")
                #expect(time.now - start == .milliseconds(100))
                try await group.waitForAll()
            }
        }
    }

    @Test("nobody starves: with the token's limit as the narrow place, every base gets its share and its order")
    func nobodyStarves() throws {
        try runOnVirtualTime { time in
            var pacing = Pacing.answerBased
            pacing.requestsPerSecondPerToken = 3
            let limiter = RateLimiter(pacing: pacing, time: time)
            let log = Log<(String, Int, TimePoint)>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<10 {
                    for base in ["appA", "appB", "appC"] {
                        group.addTask {
                            try await Self.acquire(limiter, base: base) { permit in
                                log.append((base, number, time.now))
                                permit.headSent()
                                permit.answerEnded(.counted)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            for (index, entry) in log.entries.enumerated() {
                #expect(entry.1 == index / 3)
                #expect(entry.2 - log.entries[0].2 == .milliseconds(1_020) * (index / 3))
            }
        }
    }

    @Test("an account request draws on the token alone")
    func accountRequests() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let service = SimulatedService(line: .steady(100), time: time)
            try await limiter.sendAll(5, to: service)
            let start = time.now
            for _ in 0..<10 { try await Self.acquire(limiter, kind: .account) }
            for _ in 0..<10 { try await Self.acquire(limiter, base: nil, kind: .read) }
            #expect(time.now == start)
        }
    }

    @Test("a cancelled waiter leaves at once and costs nothing", arguments: UInt64(1)...5)
    func cancelledWaiters(seed: UInt64) throws {
        let grants = try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let log = Log<TimePoint>()
            let start = time.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                var generator = SeededGenerator(seed: seed)
                for number in 0..<60 {
                    let isCancelled = number % 3 == 2
                    let patience = Duration.milliseconds(Int.random(in: 0...700, using: &generator))
                    group.addTask {
                        if isCancelled {
                            await withTaskGroup(of: Void.self) { inner in
                                inner.addTask {
                                    // Nothing is sent, whether the permit came first or not.
                                    try? await Self.acquire(limiter) { _ in }
                                }
                                try? await time.sleep(for: patience)
                                let cancelled = time.now
                                inner.cancelAll()
                                await inner.waitForAll()
                                #expect(time.now == cancelled)
                            }
                        } else {
                            try await Self.acquire(limiter) { permit in
                                permit.headSent()
                                log.append(time.now)
                                permit.answerEnded(.counted)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            return log.entries.map { $0 - start }
        }
        // As if the cancelled ones had never been there.
        #expect(grants == (0..<40).map { .milliseconds(1_020) * ($0 / 5) }, "seed \(seed)")
    }

    @Test("a task that is cancelled before it asks gets no permit")
    func cancelledBefore() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let outcome = await withTaskGroup(of: Bool.self) { group in
                group.cancelAll()
                group.addTask {
                    do {
                        try await Self.acquire(limiter) { _ in Issue.record("It was let through.") }
                        return false
                    } catch {
                        return true
                    }
                }
                return await group.next()
            }
            #expect(outcome == true)
        }
    }

    @Test("the last waiter is cancelled while it keeps the time, and the rest go on")
    func cancelledTimekeeper() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let start = time.now
            for _ in 0..<5 {
                try await Self.acquire(limiter) {
                    $0.headSent()
                    $0.answerEnded(.counted)
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.acquire(limiter) }
                await withTaskGroup(of: Void.self) { inner in
                    inner.addTask { try? await Self.acquire(limiter) }
                    inner.addTask { try? await Self.acquire(limiter) }
                    try? await time.sleep(for: .milliseconds(500))
                    inner.cancelAll()
                }
                try await group.waitForAll()
            }
            #expect(time.now - start == .milliseconds(1_020))
        }
    }

    @Test("a waiter that is cancelled in the moment of its grant sends nothing and gives the token back")
    func cancelledAtGrant() throws {
        try runOnVirtualTime { time in
            var pacing = Pacing.answerBased
            pacing.requestsPerSecond = 1
            let limiter = RateLimiter(pacing: pacing, time: time)
            let start = time.now
            await withTaskGroup(of: Void.self) { group in
                // The first has the only token and gives it back unused, which grants the second; and at once, before
                // the second can run, cancels it.
                try? await Self.acquire(limiter) { _ in
                    group.addTask {
                        try? await Self.acquire(limiter) { permit in
                            permit.headSent()
                            Issue.record("It was let through.")
                        }
                    }
                    try? await time.sleep(for: .seconds(1))
                }
                group.cancelAll()
            }
            try await Self.acquire(limiter)
            #expect(time.now - start == .seconds(1))
        }
    }

    @Test("a token is back at once if the head never went out")
    func nothingSent() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let start = time.now
            for _ in 0..<100 { try await Self.acquire(limiter) { _ in } }
            #expect(time.now == start)
        }
    }

    @Test("a token is back 3.02 s after the head if the answer was lost, said or not", arguments: [true, false])
    func lost(isSaid: Bool) throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let start = time.now
            for _ in 0..<6 {
                try await Self.acquire(limiter) { permit in
                    permit.headSent()
                    if isSaid { permit.answerEnded(.lost) }
                }
            }
            #expect(time.now - start == .milliseconds(3_020))
        }
    }

    @Test("saying a thing twice or too late is harmless")
    func saidTwice() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let start = time.now
            let kept = Log<Permit>()
            for _ in 0..<5 {
                try await Self.acquire(limiter) { permit in
                    kept.append(permit)
                    permit.headSent()
                    permit.headSent()
                    permit.answerEnded(.counted)
                    permit.answerEnded(.refused(retryAfter: .seconds(900)))
                    permit.headSent()
                }
            }
            for permit in kept.entries {
                permit.headSent()
                permit.answerEnded(.lost)
            }
            try await Self.acquire(limiter)
            #expect(time.now - start == .milliseconds(1_020))
        }
    }

    @Test("an answer without a head is taken for a lost one whose head went out just then")
    func answerWithoutHead() throws {
        try runOnVirtualTime { time in
            let limiter = RateLimiter(time: time)
            let start = time.now
            for _ in 0..<6 { try await Self.acquire(limiter) { $0.answerEnded(.counted) } }
            #expect(time.now - start == .milliseconds(3_020))
        }
    }

    @Test(
        "many threads at once: every request goes, and no more tokens are out than there are", .timeLimit(.minutes(30)))
    func realThreads() async throws {
        var pacing = Pacing.answerBased
        pacing.requestsPerSecond = 300
        pacing.requestsPerSecondPerToken = 10_000
        let limiter = RateLimiter(pacing: pacing)
        let log = Log<TimePoint>()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<450 {
                group.addTask {
                    if number % 7 == 3 {
                        let task = Task { try await Self.acquire(limiter) { _ in } }
                        task.cancel()
                        _ = await task.result
                        return
                    }
                    try await Self.acquire(limiter) { permit in
                        let moment = SystemTime().now
                        permit.headSent()
                        await Task.yield()
                        permit.answerEnded(.counted)
                        log.append(moment)
                    }
                }
            }
            try await group.waitForAll()
        }
        let moments = log.entries.sorted()
        #expect(moments.count == (0..<450).filter { $0 % 7 != 3 }.count)
        for index in moments.indices.dropFirst(300) {
            #expect(moments[index] - moments[index - 300] >= .seconds(1))
        }
    }
}
