import FoundationEssentials
import RateLimiting
import TestSupport
import Testing

/// The virtual clock and its pump, on which all other tests of time rest.
@Suite struct VirtualTimeTests {
    @Test("sleepers wake in the order of their deadlines, and sleeping takes no time")
    func order() throws {
        let (log, end) = try runOnVirtualTime(start: .zero) { time in
            let log = Log<Int>()
            await withTaskGroup(of: Void.self) { group in
                for (index, seconds) in [30, 10, 20, 10, 3_600].enumerated() {
                    group.addTask {
                        try? await time.sleep(for: .seconds(seconds))
                        log.append(index)
                    }
                }
            }
            return (log.entries, time.now)
        }
        #expect(log == [1, 3, 2, 0, 4])
        #expect(end == TimePoint(.seconds(3_600)))
    }

    @Test("a hundred runs of fifty tasks give the same order")
    func deterministic() throws {
        func run() throws -> [Int] {
            try runOnVirtualTime { time in
                let log = Log<Int>()
                await withTaskGroup(of: Void.self) { group in
                    for task in 0..<50 {
                        group.addTask {
                            for step in 0..<3 {
                                try? await time.sleep(for: .milliseconds((task * 7 + step * 13) % 11))
                                log.append(task * 10 + step)
                            }
                        }
                    }
                }
                return log.entries
            }
        }
        let first = try run()
        for _ in 0..<100 { #expect(try run() == first) }
    }

    @Test("waiting for what nobody does is an error that says so")
    func stuck() {
        #expect(throws: VirtualTimeError.stuck(at: .seconds(1_005))) {
            try runOnVirtualTime { time in
                try await time.sleep(for: .seconds(5))
                let stream = AsyncStream<Int> { _ in }
                for await _ in stream {}
                try Task.checkCancellation()
            }
        }
        #expect(VirtualTimeError.stuck(at: .seconds(5)).description.contains("Stuck"))
    }

    @Test("polling for ever is an error that says so")
    func pastLimit() {
        #expect(throws: VirtualTimeError.pastLimit(.seconds(60))) {
            try runOnVirtualTime(limit: .seconds(60)) { time in
                while true { try await time.sleep(for: .seconds(1)) }
            }
        }
    }

    @Test("what the body throws comes out, and what it returns")
    func outcome() throws {
        struct Oops: Error {}
        #expect(throws: Oops.self) { try runOnVirtualTime { _ in throw Oops() } }
        #expect(try runOnVirtualTime { _ in 42 } == 42)
    }

    @Test("cancelling wakes a sleeper at once, before or after it lay down")
    func cancellation() throws {
        try runOnVirtualTime { time in
            let start = time.now
            await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    do {
                        try await time.sleep(for: .seconds(100))
                        return false
                    } catch {
                        return true
                    }
                }
                try? await time.sleep(for: .seconds(1))
                group.cancelAll()
                group.addTask {
                    do {
                        try await time.sleep(for: .seconds(100))
                        return false
                    } catch {
                        return true
                    }
                }
                for await wasCancelled in group { #expect(wasCancelled) }
            }
            #expect(time.now - start == .seconds(1))
        }
    }

    actor Tally {
        private(set) var count = 0
        func add(_ time: VirtualTime) async {
            try? await time.sleep(for: .seconds(1))
            count += 1
        }
    }

    @Test("actors, async let, Task.sleep on the clock and nested groups run on it")
    func coverage() throws {
        let (count, end) = try runOnVirtualTime(start: .zero) { time in
            let tally = Tally()
            async let first: Void = tally.add(time)
            async let second: Void = tally.add(time)
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    await withTaskGroup(of: Void.self) { inner in inner.addTask { await tally.add(time) } }
                }
            }
            _ = await (first, second)
            try await Task.sleep(for: .seconds(5), clock: time.clock)
            return (await tally.count, time.now)
        }
        #expect(count == 3)
        #expect(end == TimePoint(.seconds(6)))
    }

    @Test("durations between instants have the right sign, and the date moves with the clock")
    func signs() throws {
        let early = VirtualClock.Instant(.seconds(1))
        let late = VirtualClock.Instant(.seconds(3))
        #expect(early.duration(to: late) == .seconds(2))
        #expect(early.advanced(by: .seconds(2)) == late)
        #expect(early < late)
        #expect(TimePoint(.seconds(3)) - TimePoint(.seconds(1)) == .seconds(2))
        try runOnVirtualTime(start: .zero) { time in
            try await time.sleep(for: .milliseconds(1_500))
            #expect(time.date == VirtualTime.epoch.addingTimeInterval(1.5))
        }
    }

    @Test("withoutCancellation shields its body, on virtual time and off it", .timeLimit(.minutes(30)))
    func shield() async throws {
        try runOnVirtualTime { time in
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    let start = time.now
                    let isCancelled = await withoutCancellation {
                        try? await time.sleep(for: .seconds(10))
                        return Task.isCancelled
                    }
                    #expect(!isCancelled)
                    #expect(time.now - start == .seconds(10))
                    #expect(Task.isCancelled)
                }
                try? await time.sleep(for: .seconds(1))
                group.cancelAll()
            }
        }
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await withoutCancellation { Task.isCancelled }
        }
        #expect(await task.value == false)
    }

    @Test("the seeded generator gives the numbers of SplitMix64")
    func generator() {
        var generator = SeededGenerator(seed: 1_234_567)
        // From the reference implementation of Sebastiano Vigna.
        #expect(
            (0..<3).map { _ in generator.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ])
    }
}

@Suite struct SystemTimeTests {
    @Test("the system's time goes on, and a sleep ends at its deadline or later", .timeLimit(.minutes(30)))
    func sleep() async throws {
        let time = SystemTime()
        let deadline = time.now + .milliseconds(3)
        try await time.sleep(until: deadline)
        #expect(time.now >= deadline)
        try await time.sleep(until: .origin)
        #expect(abs(time.date.timeIntervalSinceNow) < 60)
    }

    @Test("a cancelled sleep throws, also one that is over already", .timeLimit(.minutes(30)))
    func cancelled() async {
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            var thrown = 0
            do { try await SystemTime().sleep(for: .seconds(600)) } catch { thrown += 1 }
            do { try await SystemTime().sleep(until: .origin) } catch { thrown += 1 }
            return thrown
        }
        #expect(await task.value == 2)
    }
}
