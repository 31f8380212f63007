import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct StoppingTests {
    @Test func `a requested stop awaits what is in flight and accounts for the rest`() throws {
        try Scene.run { scene in
            let signal = StopSignal()
            var options = scene.options
            options.stopSignal = signal
            let report = try await withThrowingTaskGroup(of: Void.self) { [options] group in
                group.addTask {
                    try await scene.time.sleep(for: .milliseconds(2_050))
                    signal.request()
                }
                return try await scene.table.bulkCreate(Scene.rows(300), options: options)
            }
            #expect(report.stopped == .requested)
            #expect(report.counts.created == (try scene.contents().count))
            #expect(report.counts.created >= 100)
            #expect(report.counts.notAttempted == 300 - report.counts.created)
            #expect(report.duration < .seconds(3))
        }
    }

    @Test func `a cancelled task throws when what was in flight has ended, and nothing is sent afterwards`() throws {
        try Scene.run { scene in
            let log = InMemoryRunLog()
            var options = scene.options
            options.log = log
            let isCancelled = await withTaskGroup(of: Bool.self) { [options] group in
                group.addTask {
                    do {
                        _ = try await scene.table.bulkCreate(Scene.rows(300), options: options)
                        return false
                    } catch {
                        return error is CancellationError
                    }
                }
                try? await scene.time.sleep(for: .milliseconds(2_050))
                group.cancelAll()
                return await group.next() ?? false
            }
            #expect(isCancelled)
            let created = try scene.contents().count
            // Every record in the table is an outcome in the log.
            let reported = log.events.reduce(0) { sum, event in
                guard case .outcomes(let outcomes) = event else { return sum }
                return sum + outcomes.count { $0.record != nil }
            }
            #expect(created == reported)
            let requests = scene.mock.log.count
            try await scene.time.sleep(for: .seconds(60))
            #expect(scene.mock.log.count == requests)
        }
    }

    @Test func `a stop does not wait for a source that has no end`() throws {
        try Scene.run { scene in
            let signal = StopSignal()
            var options = scene.options
            options.stopSignal = signal
            // 25 rows come, and then nothing more ever.
            let (rows, more) = AsyncStream.makeStream(of: Row.self)
            for (index, fields) in Scene.rows(25).enumerated() { more.yield(Row(line: index + 1, fields: fields)) }
            let report = try await withThrowingTaskGroup(of: Void.self) { [options] group in
                group.addTask {
                    try await scene.time.sleep(for: .seconds(5))
                    signal.request()
                }
                return try await scene.table.bulkCreate(rows, options: options)
            }
            #expect(report.stopped == .requested)
            #expect(report.counts.created == 20)
            #expect(try scene.contents().count == 20)
            more.finish()
        }
    }

    @Test func `what the source throws ends the run with what was done`() throws {
        struct Broken: Error {}
        try Scene.run { scene in
            let rows = AsyncThrowingStream<Row, any Error> { continuation in
                for (index, fields) in Scene.rows(25).enumerated() {
                    continuation.yield(Row(line: index, fields: fields))
                }
                continuation.finish(throwing: Broken())
            }
            let error = await thrown { _ = try await scene.table.bulkCreate(rows, options: scene.options) }
            let interrupted = try #require(error as? InterruptedRun)
            #expect(interrupted.underlying is Broken)
            let counts = interrupted.report.counts
            #expect(counts.created == (try scene.contents().count))
            #expect(counts.created >= 10)
            #expect(counts.created + counts.notAttempted == 25)
        }
    }

    @Test func `a log that cannot keep an intent keeps the request from leaving`() throws {
        struct Full: Error {}
        struct FullLog: RunLog {
            func record(_ event: RunEvent) async throws {
                if case .intent(let attempt, _, _) = event, attempt > 2 { throw Full() }
            }
        }
        try Scene.run { scene in
            var options = scene.options
            options.log = FullLog()
            let error = await thrown { [options] in
                _ = try await scene.table.bulkCreate(Scene.rows(100), options: options)
            }
            #expect((error as? InterruptedRun)?.underlying is Full)
            #expect(scene.mock.log.count == 2)
        }
    }

    @Test func `a service that is down for good is given up in bounded time`() throws {
        try Scene.run(faults: [FaultPlan.Rule(.status(.retriable), times: nil)]) { scene in
            let report = try await scene.table.bulkCreate(Scene.rows(100), options: scene.options)
            guard case .unavailable = report.stopped else {
                Issue.record("stopped: \(String(describing: report.stopped))")
                return
            }
            #expect(report.counts.created == 0)
            #expect(report.duration < .seconds(1_000))
        }
    }

    /// What `body` throws, if it does.
    private func thrown(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }
}
