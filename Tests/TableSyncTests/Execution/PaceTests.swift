import MockAirtable
import RateLimiting
import TableModel
import TableSync
import TestSupport
import Testing

/// The pace of a whole run at a strict service: at most 5 requests in any second at receipt, 30 s of refusals after one more.
@Suite(.timeLimit(.minutes(30))) struct PaceTests {
    struct Line: Sendable, CustomTestStringConvertible {
        var latency: Duration
        var jitter: Duration = .milliseconds(10)
        var tailAfter: Duration = .zero
        var tailBefore: Duration = .zero
        var opening: Duration = .zero
        var pacing = Pacing.answerBased
        /// Whether the run must take no more than the limit's time.
        var isTimed = true

        var testDescription: String {
            "\(latency) ±\(jitter), tail \(tailBefore) before, \(tailAfter) after, \(opening) to connect"
        }
    }

    static let lines: [Line] = [
        Line(latency: .zero, jitter: .zero), Line(latency: .milliseconds(100)), Line(latency: .milliseconds(300)),
        Line(latency: .milliseconds(900)), Line(latency: .milliseconds(100), opening: .milliseconds(200)),
        Line(latency: .milliseconds(100), tailAfter: .milliseconds(100), isTimed: false),
        Line(latency: .milliseconds(100), tailAfter: .milliseconds(1_500), isTimed: false),
        Line(latency: .milliseconds(100), tailBefore: .milliseconds(100), pacing: .strict, isTimed: false),
        Line(latency: .milliseconds(100), tailBefore: .milliseconds(1_500), pacing: .strict, isTimed: false),
    ]

    @Test(arguments: lines, [1, 2, 3] as [UInt64])
    func `no request of 500 rows is refused, and the run takes the limit's time`(line: Line, seed: UInt64) throws {
        let result = try run(line, seed: seed)
        #expect(result.refused == 0, "seed \(seed)")
        guard line.isTimed else { return }
        let bound = (.seconds(9) + line.latency * 2 + line.opening) * 1.05
        #expect(result.duration <= bound, "seed \(seed)")
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `a textbook bucket is refused on the same lines`(seed: UInt64) throws {
        let line = Line(latency: .milliseconds(100), pacing: .continuous)
        #expect(try run(line, seed: seed).refused > 0, "seed \(seed)")
    }

    @Test func `a run is never refused, and takes the limit's time`() throws {
        try Scene.run { scene in
            let report = try await scene.table.bulkCreate(Scene.rows(500), options: scene.options)
            #expect(scene.mock.log.count { !$0.isAdmitted } == 0)
            // 50 requests: ten at a second's distance, a little for the margin of each, and one latency.
            #expect(report.duration >= .seconds(9))
            #expect(report.duration <= .seconds(9) * 1.05 + .milliseconds(100))
        }
    }

    @Test func `25 rows wait for nothing but their answers`() throws {
        try Scene.run(latency: .milliseconds(300)) { scene in
            let report = try await scene.table.upsert(Scene.rows(25), matching: "email", options: scene.options)
            #expect(report.duration == .milliseconds(300))
        }
    }

    private func run(_ line: Line, seed: UInt64) throws -> (refused: Int, duration: Duration) {
        let configure: @Sendable (inout ServiceConfiguration) -> Void = { configuration in
            configuration.latency.jitter = line.jitter
            configuration.latency.tailAfterCount = line.tailAfter
            configuration.latency.tailBeforeCount = line.tailBefore
            configuration.latency.seed = seed
        }
        return try Scene.run(
            latency: line.latency, pacing: line.pacing, opening: line.opening, configure: configure
        ) { scene in
            let report = try await scene.table.upsert(Scene.rows(500), matching: "email", options: scene.options)
            #expect(report.isComplete)
            #expect(try scene.contents().count == 500)
            return (scene.mock.log.count { !$0.isAdmitted }, report.duration)
        }
    }
}
