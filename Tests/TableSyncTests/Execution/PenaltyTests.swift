import AirtableAPI
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

/// What the service refuses for its rate or for the month's quota in the middle of a run.
@Suite(.timeLimit(.minutes(30))) struct PenaltyTests {
    private static let latency: Duration = .milliseconds(100)

    private static func target(_ scene: Scene) -> PlanTarget {
        PlanTarget(service: "api.airtable.com", base: Scene.base.rawValue, table: scene.schema.id, name: "Users")
    }

    private static func syncOptions(_ scene: Scene, _ folder: String) -> SyncOptions {
        var options = SyncOptions(target: target(scene), schema: scene.schema, stateFolder: folder)
        options.run = scene.options
        options.requestsMade = 0
        return options
    }

    /// Syncs 500 rows while somebody else sends six requests at a moment, upon which the service refuses all for 30 s.
    private static func sync(
        disturbedAt moment: Duration, _ check: @escaping @Sendable (Scene, SyncReport) throws -> Void
    ) throws {
        try withTemporaryFolder { folder in
            try Scene.run(latency: latency) { scene in
                let report = try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await scene.time.sleep(for: moment)
                        for _ in 0..<6 { try await scene.readAsSomebodyElse() }
                    }
                    return try await scene.table.sync(
                        Scene.rows(500), matching: ["email"], options: syncOptions(scene, folder))
                }
                try check(scene, report)
            }
        }
    }

    @Test(arguments: [500, 1_730, 2_500, 4_000, 7_960].map(Duration.milliseconds))
    func `nothing that is sent after the first refusal arrived is refused, and the run is complete`(
        _ moment: Duration
    ) throws {
        try Self.sync(disturbedAt: moment) { scene, report in
            #expect(report.isComplete)
            #expect(try scene.contents().count == 500)
            let writes = scene.mock.log.filter { $0.verb != .list }
            let refused = writes.filter { !$0.isAdmitted }
            let first = try #require(refused.first)
            // Half of the latency is the way there, half the way back.
            let told = first.received + Self.latency / 2
            let sentLater = writes.filter { $0.received - Self.latency / 2 > told }
            #expect(sentLater.count >= 10)
            #expect(sentLater.count { !$0.isAdmitted } == 0)
            #expect(report.requests == writes.count)
            #expect(report.repeats == refused.count)
        }
    }

    @Test func `the report and the journal tell how often it was refused, and for how long it stood still`() throws {
        try withTemporaryFolder { folder in
            try Scene.run(latency: Self.latency) { scene in
                let report = try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await scene.time.sleep(for: .milliseconds(2_500))
                        for _ in 0..<6 { try await scene.readAsSomebodyElse() }
                    }
                    return try await scene.table.sync(
                        Scene.rows(500), matching: ["email"], options: Self.syncOptions(scene, folder))
                }
                let refused = scene.mock.log.filter { $0.verb != .list && !$0.isAdmitted }
                #expect(report.penalty.refusals == refused.count && !refused.isEmpty)
                let last = try #require(refused.last)
                // From the first refusal that was heard of to half a minute after the last.
                #expect(report.penalty.wait >= .seconds(30))
                #expect(report.penalty.wait <= last.received - refused[0].received + .seconds(31))
                let sentence = try #require(report.penalty.sentence)
                #expect(sentence.hasPrefix("The service refused \(refused.count) request"))
                let journal = try Journal(in: folder, for: Self.target(scene), time: scene.time)
                let run = try journal.run(#require(report.run))
                #expect(run.ending?.sentence == "500 rows created. \(sentence)")
            }
        }
    }

    @Test func `the run takes the penalty, and half the pace for a while after it`() throws {
        try Self.sync(disturbedAt: .milliseconds(2_500)) { scene, report in
            let refused = scene.mock.log.filter { $0.verb != .list && !$0.isAdmitted }.count
            let before = scene.mock.log.filter { $0.verb != .list && $0.isAdmitted }
                .count { $0.received < scene.mock.log.first { !$0.isAdmitted }!.received }
            #expect(before >= 10 && refused <= 5)
            // 30 s after the last refusal the rest goes at 2.5 a second, and half a request a second faster after 30 s more.
            let rest = Double(50 - before) / 2.5
            #expect(report.duration >= .seconds(30))
            #expect(report.duration <= .seconds(2.5 + 30 + rest + 3))
        }
    }

    @Test func `when the month's calls are used up the run stops at once, and a resume finishes it next month`()
        throws
    {
        // The service's clock begins ten minutes before February.
        let clockError: Int64 = 1_769_904_000 - 1_768_478_400 - 1_000 - 600
        try withTemporaryFolder { folder in
            try Scene.run(latency: Self.latency, clockError: clockError, configure: { $0.rate.callsPerMonth = 31 }) {
                scene in
                let options = Self.syncOptions(scene, folder)
                let report = try await scene.table.sync(Scene.rows(500), matching: ["email"], options: options)
                guard case .refused(let error)? = report.stopped else {
                    Issue.record("stopped: \(String(describing: report.stopped))")
                    return
                }
                #expect(error.code == .quotaExceeded)
                #expect(report.failures.isEmpty && report.rows.failed == 0 && report.rows.unknown == 0)
                #expect(report.rows.created == (try scene.contents().count))
                #expect(report.rows.created == 300 && report.rows.notAttempted == 200)
                // One read, thirty writes, and what was under way with the first that was refused.
                #expect(scene.mock.log.count <= 31 + 5)
                #expect(report.duration < .seconds(8))
                #expect(report.repeats == 0)

                let run = try #require(report.run)
                let journal = try Journal(in: folder, for: options.target, time: scene.time)
                let early = await #expect(throws: RemoteError.self) {
                    _ = try await scene.table.resume(run, in: journal, options: scene.options)
                }
                #expect(early?.code == .quotaExceeded)
                #expect(try scene.contents().count == 300)
                try await scene.time.sleep(for: .seconds(900))
                let rest = try await scene.table.resume(run, in: journal, options: scene.options)
                #expect(rest.isComplete)
                let contents = try scene.contents()
                #expect(contents.count == 500)
                #expect(Set(contents.compactMap { $0["email"]?.stringValue }).count == 500)
            }
        }
    }
}
