import GRDB
import TableModel
import Testing

@testable import TableSync

/// Resumes and undoes that lose count say so loudly, with what was done.
@Suite(.timeLimit(.minutes(30))) struct AccountingTests {
    private typealias Scene = RecoveryScene

    private static func lose(step: Int, of journal: Journal) throws {
        try journal.queue.write { try $0.execute(sql: "DELETE FROM step WHERE position = ?", arguments: [step]) }
    }

    @Test func `a resume whose journal lacks a step of the plan says that it lost count, and what it did`() throws {
        try Scene.run { scene in
            let kill = KillSwitch(at: 20)
            let run = try await scene.carryOut(scene.plan(), kill)
            let journal = try scene.journal()
            try Self.lose(step: 40, of: journal)
            let interruption = await #expect(throws: InterruptedRun.self) {
                _ = try await scene.next(kill).resume(run, in: journal, options: scene.options)
            }
            #expect(interruption?.underlying is AccountingError)
            #expect(interruption?.resumeReport?.rest?.isComplete == true)
            #expect(scene.contents.count < Scene.wanted.count + 1)
        }
    }

    @Test func `an undo counts every operation once, and one that it does not is missed`() throws {
        try Scene.run { scene in
            let kill = KillSwitch()
            let run = try await scene.carryOut(scene.plan(), kill)
            var report = try await scene.table.undo(
                run, in: scene.journal(), schema: Scene.schema, options: scene.options)
            #expect(report.operations == 62 && report.recorded == 62)
            try report.requireAccounts()
            report.endings[30] = nil
            #expect(throws: AccountingError.self) { try report.requireAccounts() }
        }
    }
}
