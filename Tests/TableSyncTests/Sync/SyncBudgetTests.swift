import MockAirtable
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Plans that may take only so many requests.
@Suite(.timeLimit(.minutes(30))) struct SyncBudgetTests {
    private static let rows = (0..<45).map { SyncTests.row($0) }

    /// One request reads the empty table, five write.
    @Test(arguments: [2, 4, 6, 7])
    func `planning and writing share the requests of a sync, and the next one goes on`(_ limit: Int) throws {
        try SyncTests.run { scene, options in
            var bounded = options
            bounded.run.maxRequests = limit
            let report = try await scene.table.sync(Self.rows, matching: ["email"], options: bounded)
            #expect(scene.mock.log.count == min(limit, 6))
            #expect(report.rows.created == min((limit - 1) * 10, 45))
            #expect(report.rows.notAttempted == 45 - report.rows.created)
            #expect((report.stopped == nil) == (limit >= 6))
            let rest = try await scene.table.sync(Self.rows, matching: ["email"], options: options)
            #expect(rest.isComplete)
            #expect(rest.rows.created == 45 - report.rows.created)
        }
    }

    /// Three requests read the table, three the records to delete, twenty-six delete.
    @Test(arguments: 4...33)
    func `a mirror that is stopped among its deletes accounts for every record`(_ limit: Int) throws {
        try SyncTests.run { scene, options in
            let rows = (0..<300).map { SyncTests.row($0) }
            _ = try await scene.table.sync(rows, matching: ["email"], options: options)
            var bounded = options
            bounded.plan.mode = .mirror(.all)
            bounded.plan.limits.maxDelete = .percent(100)
            bounded.run.maxRequests = limit
            let report = try await scene.table.sync(rows[..<40].map(\.self), matching: ["email"], options: bounded)
            #expect(report.vanished.deleted + report.vanished.notAttempted == 260)
            #expect((report.stopped == nil) == (limit >= 32))
            #expect(try SyncTests.contents(scene).count == 300 - report.vanished.deleted)
        }
    }

    @Test func `a plan whose table cannot be looked at again within the limit stays good`() throws {
        try SyncTests.run { scene, options in
            let plan = try await scene.table.plan(Self.rows, matching: ["email"], options: options)
            var bounded = options
            bounded.run.maxRequests = 0
            do {
                _ = try await scene.table.apply(plan, options: bounded)
                Issue.record("The plan was carried out.")
            } catch let error as RemoteError {
                #expect(error.code == .budgetReached)
            }
            #expect(try SyncTests.contents(scene).isEmpty)
            #expect(try await scene.table.apply(plan, options: options).rows.created == 45)
        }
    }
}
