import AirtableAPI
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct OutageTests {
    @Test(arguments: [1, 3, 10, 60, 300] as [Int64])
    func `an outage of seconds is outlasted, with one request at a time to probe it`(seconds: Int64) throws {
        try Scene.run { scene in
            let begun = scene.time.now
            let end = begun + .seconds(2) + .seconds(seconds)
            let flaky = FlakyTable(base: scene.table, time: scene.time, from: begun + .seconds(2), to: end)
            let report = try await flaky.bulkCreate(Scene.rows(1_000), options: scene.options)
            #expect(report.isComplete)
            #expect(try scene.contents().count == 1_000)
            // What found no connection did not leave.
            #expect(report.requests == 100)
            #expect(report.requests == scene.mock.log.count)
            #expect(report.repeats == 0)
        }
    }

    @Test(arguments: [false, true])
    func `a service that stays away is given up after a quarter of an hour, and its rows were not attempted`(
        readsKeys: Bool
    ) throws {
        try Scene.run(key: readsKeys ? .email : .singleLineText) { scene in
            let begun = scene.time.now
            let flaky = FlakyTable(base: scene.table, time: scene.time, from: begun, to: begun + .seconds(86_400))
            let report = try await flaky.upsert(Scene.rows(285), matching: "email", options: scene.options)
            guard case .unavailable(let error) = report.stopped else {
                Issue.record("stopped: \(String(describing: report.stopped))")
                return
            }
            #expect(error.code == .unreachable)
            #expect(report.counts.notAttempted == 285)
            #expect(report.failures.isEmpty)
            #expect(report.requests == 0)
            #expect(report.repeats == 0)
            #expect((.seconds(860)...(.seconds(900))).contains(report.duration))
        }
    }

    @Test func `what was refused and looked up in vain to the end was not attempted`() throws {
        try Scene.run(faults: [FaultPlan.Rule(.droppedNotApplied, on: [.create], times: nil)]) { scene in
            let report = try await scene.table.bulkCreate(Scene.rows(10), options: scene.options)
            #expect(report.counts.notAttempted == 10)
            #expect(report.failures.isEmpty)
            #expect(report.requests == scene.mock.log.count)
            #expect(report.repeats == scene.requests(.create) - 1)
            #expect(try scene.contents().isEmpty)
        }
    }

    @Test(arguments: [0, 1, 9, 10, 11, 2_999]) func `new keys are written however rare they are`(new: Int) throws {
        let unlimited: @Sendable (inout ServiceConfiguration) -> Void = { $0.rate.isEnforced = false }
        try Scene.run(key: .email, latency: .zero, pacing: .none, configure: unlimited) { scene in
            // The first rows of the file are the new ones, the rest exist.
            let rows = Scene.rows(3_000)
            try scene.mock.insert(
                rows[new...].map { row in ["email": row["email"]?.json ?? .null] }, into: "Users", in: Scene.base)
            let report = try await scene.table.upsert(rows, matching: "email", options: scene.options)
            #expect(report.counts.created == new)
            #expect(report.counts.updated == 3_000 - new)
            #expect(try scene.contents().count == 3_000)
        }
    }

    @Test(arguments: [RequestVerb.create, .delete, .upsert])
    func `a verb that is never answered well is given up`(verb: RequestVerb) throws {
        try Scene.run(faults: [FaultPlan.Rule(.status(.internalError), on: [verb], times: nil)]) { scene in
            let report: Report
            switch verb {
            case .create: report = try await scene.table.bulkCreate(Scene.rows(20), options: scene.options)
            case .upsert:
                report = try await scene.table.upsert(Scene.rows(20), matching: "email", options: scene.options)
            default:
                let ids = try scene.mock.insert((0..<20).map { _ in [:] }, into: "Users", in: Scene.base)
                report = try await scene.table.delete(ids, options: scene.options)
            }
            guard case .unavailable = report.stopped else {
                Issue.record("stopped: \(String(describing: report.stopped))")
                return
            }
            #expect(scene.mock.log.count < 100)
            // The service may have done what it says it failed at; no row is to blame for that.
            #expect(report.counts.failed == 0)
            #expect(report.requests == scene.mock.log.count)
        }
    }
}
