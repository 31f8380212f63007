import Locking
import RateLimiting
import TestSupport

/// The way of a request to a service and back, each part drawn anew for every request.
struct Line: Sendable, CustomStringConvertible {
    var connect: ClosedRange<Int> = 0...0
    var out: ClosedRange<Int> = 0...0
    var work: ClosedRange<Int> = 0...0
    var back: ClosedRange<Int> = 0...0

    /// The same latency every time, half of it before the count and half after.
    static func steady(_ milliseconds: Int) -> Line {
        Line(out: milliseconds / 2...milliseconds / 2, back: (milliseconds + 1) / 2...(milliseconds + 1) / 2)
    }

    var description: String { "connect \(connect), out \(out), work \(work), back \(back) ms" }

    struct Trip: Sendable {
        var connect, out, work, back: Duration
    }

    /// The trip of one request: the same for the same seed and number, whoever sends it and when.
    func trip(seed: UInt64, number: Int) -> Trip {
        var generator = SeededGenerator(seed: seed &* 0x1_0001 &+ UInt64(number))
        func draw(_ range: ClosedRange<Int>) -> Duration {
            .microseconds(Int.random(in: range.lowerBound * 1_000...range.upperBound * 1_000, using: &generator))
        }
        return Trip(connect: draw(connect), out: draw(out), work: draw(work), back: draw(back))
    }
}

/// Writes down when requests reach the service and when they are answered, at the service's own door.
final class SimulatedService: Sendable {
    struct Visit: Sendable {
        var number: Int
        var base: String
        var granted: TimePoint
        var counted: TimePoint
        var answered: TimePoint
    }

    private let log = Guarded<[Visit]>([])
    private let warmConnections = Guarded(0)
    let line: Line
    /// How much longer the way out is on a connection that nothing was answered on before; see ``turnCold()``.
    let coldOut: ClosedRange<Int>
    let seed: UInt64
    let time: VirtualTime

    init(line: Line, coldOut: ClosedRange<Int> = 0...0, seed: UInt64 = 0, time: VirtualTime) {
        self.line = line
        self.coldOut = coldOut
        self.seed = seed
        self.time = time
    }

    var visits: [Visit] { log.withLock { $0 } }

    /// Closes all connections: the next requests take longer on the way out again.
    func turnCold() { warmConnections.withLock { $0 = 0 } }

    private func coldDelay(of number: Int) -> Duration {
        let isWarm = warmConnections.withLock { count in
            defer { count = max(count - 1, 0) }
            return count > 0
        }
        return isWarm ? .zero : Line(out: coldOut).trip(seed: seed, number: number).out
    }

    /// Sends one request and waits for its answer, telling the permit as a transport does.
    func send(_ number: Int, base: String, through permit: Permit, answer: PermitAnswer = .counted) async {
        let granted = time.now
        let trip = line.trip(seed: seed, number: number)
        await pass(trip.connect)
        permit.headSent()
        await pass(trip.out + coldDelay(of: number))
        let counted = time.now
        await pass(trip.work + trip.back)
        let answered = time.now
        warmConnections.withLock { $0 += 1 }
        permit.answerEnded(answer)
        log.withLock {
            $0.append(Visit(number: number, base: base, granted: granted, counted: counted, answered: answered))
        }
    }

    private func pass(_ duration: Duration) async {
        await withoutCancellation { try? await self.time.sleep(for: duration) }
    }

    /// The most requests that the service counted within one second, wherever that second begins.
    func busiestSecond(of base: String? = nil) -> Int {
        let moments = visits.filter { base == nil || $0.base == base }.map(\.counted).sorted()
        var most = 0
        var first = 0
        for (index, moment) in moments.enumerated() {
            while moment - moments[first] >= .seconds(1) { first += 1 }
            most = max(most, index - first + 1)
        }
        return most
    }

    /// From the first permit to the last answer.
    var duration: Duration {
        guard let first = visits.map(\.granted).min(), let last = visits.map(\.answered).max() else { return .zero }
        return last - first
    }
}

extension RateLimiter {
    /// Sends `count` requests, so many at once.
    func sendAll(
        _ count: Int, inFlight: Int = 15, to service: SimulatedService, base: String = "appA", token: String = "pat",
        kind: RequestKind = .write, numberedFrom first: Int = 0
    ) async throws {
        let numbers = Counter(first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<min(inFlight, count) {
                group.addTask {
                    while true {
                        let number = numbers.next()
                        guard number < first + count else { return }
                        try await self.withPermit(host: "api.test", base: base, token: token, kind: kind) { permit in
                            await service.send(number, base: base, through: permit)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

final class Counter: Sendable {
    private let value: Guarded<Int>
    init(_ start: Int = 0) { value = Guarded(start) }
    func next() -> Int {
        value.withLock { value in
            defer { value += 1 }
            return value
        }
    }
}

/// What tests write down from several tasks.
final class Log<Entry: Sendable>: Sendable {
    private let list = Guarded<[Entry]>([])
    func append(_ entry: Entry) { list.withLock { $0.append(entry) } }
    var entries: [Entry] { list.withLock { $0 } }
}
