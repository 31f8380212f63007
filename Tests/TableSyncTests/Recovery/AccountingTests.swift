import Foundation
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

    /// A rollback of a run that has created one record, by its journal.
    private static func rollback() -> Rollback {
        var ledger = Ledger()
        let chunk = WriteChunk(.create, [.init(fields: ["name": "a"])])
        let answer = WriteAnswer(records: [JournalScene.record(1, ["name": "a"])], created: [JournalScene.id(1)])
        let events: [RunEvent] = [
            .intent(attempt: 1, chunk: chunk, rows: [0]), .answered(attempt: 1, .applied(answer)),
        ]
        for (place, event) in events.enumerated() {
            ledger.take(JournalledEvent(number: Int64(place + 1), date: .distantPast, event: event))
        }
        return Rollback(UndoReport(run: RunID(rawValue: "20260115-120000-abcdef")!), doubtful: [], ledger)
    }

    @Test func `a rollback that takes from a count what that never had is missed, though the sum is right`() throws {
        var right = Report()
        (right.counts.rowsIn, right.counts.created) = (1, 1)
        try right.take(Self.rollback())
        #expect(right.counts.created == 0 && right.counts.rolledBack == 1)

        var wrong = Report()
        (wrong.counts.rowsIn, wrong.counts.updated) = (1, 1)
        #expect(throws: AccountingError(rowsIn: 1, recorded: 2)) { try wrong.take(Self.rollback()) }
        #expect(wrong.counts.recorded == 1 && wrong.rollback != nil)
    }

    @Test func `the same of a plan's rows, and of records that no row names`() throws {
        try withTemporaryFolder { folder in
            let journal = try JournalScene.journal(in: folder)
            let run = try journal.begin(JournalScene.description)
            var rows = SyncReport()
            (rows.rows.rowsIn, rows.rows.updated) = (1, 1)
            #expect(throws: AccountingError(rowsIn: 1, recorded: 2)) {
                try rows.take(Self.rollback(), of: run, in: journal)
            }
            var records = SyncReport()
            (records.vanished.planned, records.vanished.deleted, records.vanished.failed) = (1, 2, -1)
            #expect(throws: AccountingError(rowsIn: 1, recorded: 2)) { try records.requireAccounts() }
        }
    }

    @Test func `a row that is refused without a word is listed as failed all the same`() throws {
        let refuse = { @Sendable (row: Fields) -> RemoteError? in
            row["name"] == "bad" ? RemoteError(.invalidValue, message: "", attempted: "write") : nil
        }
        try Scene.run(refusing: refuse) { scene in
            let rows: [Fields] = [["name": "a"], ["name": "bad"]]
            let report = try await scene.table.bulkCreate(rows, onError: .continue, options: scene.options)
            #expect(report.counts.failed == 1)
            #expect(report.failures.map(\.index) == [1])
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
