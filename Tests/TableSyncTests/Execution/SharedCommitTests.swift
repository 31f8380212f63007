import Locking
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

/// Requests that are under way at the same time write down at the same time what they do.
@Suite(.timeLimit(.minutes(30))) struct SharedCommitTests {
    private static let rows: [Fields] = (0..<100).map { ["name": .number(Double($0))] }

    /// A log that takes a second for everything but outcomes.
    private final class SlowLog: RunLog {
        private let time: VirtualTime
        private let events = Guarded<[RunEvent]>([])

        init(_ time: VirtualTime) { self.time = time }

        var kept: [RunEvent] { events.withLock { $0 } }

        func record(_ event: RunEvent) async throws {
            if case .outcomes = event { return }
            try await time.sleep(for: .seconds(1))
            events.withLock { $0.append(event) }
        }
    }

    @Test func `ten requests wait for their intents as long as one does, and each leaves after its own`() throws {
        try runOnVirtualTime { time in
            let table = InMemoryTable(date: { time.date })
            let log = SlowLog(time)
            var options = RunOptions()
            options.time = time
            options.log = log
            let begun = time.now
            let report = try await table.bulkCreate(Self.rows, options: options)
            #expect(report.isComplete)
            #expect(time.now - begun == .seconds(2))
            var sent: Set<Int> = []
            for event in log.kept {
                switch event {
                case .intent(let attempt, _, _): sent.insert(attempt)
                case .answered(let attempt, _): #expect(sent.contains(attempt))
                case .withdrawn, .preImages, .outcomes: Issue.record("\(event)")
                }
            }
            #expect(sent == Set(1...10))
        }
    }

    @Test func `a request whose intent cannot be kept does not leave, and those under way are awaited`() throws {
        try runOnVirtualTime { time in
            let table = InMemoryTable(date: { time.date })
            var options = RunOptions()
            options.time = time
            options.log = FullLog(time, after: 3)
            let interruption = await #expect(throws: InterruptedRun.self) {
                try await table.bulkCreate(Self.rows, options: options)
            }
            let report = try #require(interruption).report
            #expect(table.records.count == 30 && report.counts.created == 30)
            #expect(report.counts.notAttempted == 70 && report.requests == 3)
        }
    }

    /// A log that has room for so many intents.
    private final class FullLog: RunLog {
        struct Full: Error {}

        private let time: VirtualTime
        private let room: Guarded<Int>

        init(_ time: VirtualTime, after count: Int) {
            self.time = time
            room = Guarded(count)
        }

        func record(_ event: RunEvent) async throws {
            guard case .intent = event else { return }
            let hasRoom = room.withLock { room in
                room -= 1
                return room >= 0
            }
            if !hasRoom { throw Full() }
            try await time.sleep(for: .milliseconds(10))
        }
    }
}
