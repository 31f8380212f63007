import TableModel
import Testing

@testable import TableSync

/// Which line of its file a row has that a resume looked up.
@Suite(.timeLimit(.minutes(30))) struct SettledLinesTests {
    private typealias Scene = RecoveryScene

    @Test func `rows in doubt are named by their lines in the file, whatever their places in the run`() throws {
        // Five rows that are unchanged come first, and are no operations.
        let rows = (0..<5).map { Scene.row($0, "old") } + Scene.rows.dropFirst(5)
        let settle = { @Sendable (point: Int?) in
            try Scene.run { scene in
                let kill = KillSwitch(at: point)
                let plan = try await scene.table.plan(rows, matching: ["email"], options: scene.syncOptions())
                let run = try await scene.carryOut(plan, kill)
                let journal = try scene.journal()
                let settled = try await scene.next(kill).resume(run, in: journal, options: scene.options).settled
                let steps = try journal.steps(of: journal.run(run), at: settled.map(\.index))
                for outcome in settled {
                    #expect(
                        outcome.line == (try #require(steps[outcome.index]).line ?? 0), "killed at point \(point ?? -1)"
                    )
                }
                return (settled, kill.points)
            }
        }
        let points = try settle(nil).1
        let settled = try stride(from: 4, to: points, by: max(points / 16, 1)).flatMap { try settle($0).0 }
        #expect(settled.contains { $0.line > 0 && $0.line != $0.index + 1 })
        // Those that delete records.
        #expect(settled.contains { $0.line == 0 })
    }

    @Test func `without a plan a row in doubt has the line that an outcome told, or none`() throws {
        try Scene.run { scene in
            let journal = try scene.journal()
            let run = try journal.begin(RunDescription("create", target: JournalScene.target, strategy: "stop"))
            let rows = [Scene.row(100, "new"), Scene.row(101, "new")]
            let chunk = WriteChunk(.create, rows.map { WriteChunk.Element(fields: $0) })
            let log = journal.log(of: run)
            try await log.record(.intent(attempt: 1, chunk: chunk, rows: [0, 1]))
            let failure = RowFailure(.unsettled, message: "Nobody knows.")
            try await log.record(.outcomes([RowOutcome(index: 0, line: 7, result: .unknown(failure))]))
            let report = try await scene.table.resume(run.id, in: journal, options: scene.options)
            #expect(report.settled.map(\.index) == [0, 1])
            #expect(report.settled.map(\.line) == [7, 0])
            // What earlier versions made up does not hide what is true.
            try await log.record(.outcomes([RowOutcome(index: 0, line: 1, result: .notAttempted)]))
            try await log.record(.intent(attempt: 2, chunk: chunk, rows: [0, 1]))
            var lines: [Int?] = []
            try journal.steps(of: journal.run(run.id)) { lines.append($0.line) }
            #expect(lines == [7, nil])
        }
    }
}
