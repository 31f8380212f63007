import JSONText
import MockAirtable
import TableModel
import TableSync
import TestSupport
import Testing

/// Runs that may send only so many requests.
@Suite(.timeLimit(.minutes(30))) struct BudgetTests {
    @Test(arguments: Conformer.allCases, Array(0...7))
    func `so many requests leave as are allowed, and no more`(conformer: Conformer, budget: Int) throws {
        // 45 rows need 5 requests.
        try conformer.run { bench in
            var options = bench.options
            options.maxRequests = budget
            let report = try await bench.table.bulkCreate(Scene.rows(45), options: options)
            let created = min(budget * 10, 45)
            #expect(bench.requests() == min(budget, 5))
            #expect(report.requests == min(budget, 5))
            #expect(report.counts.created == created)
            #expect(report.counts.notAttempted == 45 - created)
            #expect(report.stopped == (budget < 5 ? .budgetReached(requests: budget) : nil))
            #expect(report.isComplete == (budget >= 5))
            #expect(try bench.contents().count == created)
        }
    }

    @Test(arguments: Array(0...8))
    func `reads count, and rows whose keys could not be read are not attempted`(budget: Int) throws {
        // 245 rows, 120 of which exist: 3 reads of keys, 12 updates, 13 creates.
        for budget in [budget, budget + 20] {
            try Scene.run(key: .email) { scene in
                let rows = Scene.rows(245)
                try scene.mock.insert(
                    rows.prefix(120).map { row in ["email": row["email"]?.json ?? .null] }, into: "Users",
                    in: Scene.base)
                var options = scene.options
                options.maxRequests = budget
                let report = try await scene.table.upsert(rows, matching: "email", options: options)
                #expect(report.requests == min(budget, 28))
                #expect(scene.mock.log.count == min(budget, 28))
                #expect(report.stopped == (budget < 28 ? .budgetReached(requests: budget) : nil))
                #expect(report.counts.failed + report.counts.unknown == 0)
                #expect(try scene.contents().count == 120 + report.counts.created)
                #expect(
                    try scene.contents().count { $0["name"] == "new" } == report.counts.created + report.counts.updated)
            }
        }
    }

    @Test(arguments: [3, 4])
    func `a repeat counts; without it the rows in doubt are unknown`(budget: Int) throws {
        // 25 rows need 3 requests, and the lost one a fourth.
        try Scene.run(faults: [FaultPlan.Rule(.appliedThenLost, request: 1)]) { scene in
            var options = scene.options
            options.maxRequests = budget
            let report = try await scene.table.upsert(Scene.rows(25), matching: "email", options: options)
            #expect(scene.mock.log.count == budget)
            #expect(report.requests == budget)
            #expect(report.repeats == budget - 3)
            #expect(report.counts.unknown == (budget == 3 ? 10 : 0))
            #expect(report.counts.created == (budget == 3 ? 15 : 25))
            #expect(report.stopped == (budget == 3 ? .budgetReached(requests: 3) : nil))
            #expect(try scene.contents().count == 25)
        }
    }

    @Test(arguments: [30, 31, 32, 33])
    func `a look-up that comes to the end of the budget leaves its rows unknown`(budget: Int) throws {
        // 300 rows need 30 requests, and the lost one a read of 3 pages.
        try Scene.run(faults: [FaultPlan.Rule(.appliedThenLost, request: 1)]) { scene in
            var options = scene.options
            options.maxRequests = budget
            let report = try await scene.table.bulkCreate(Scene.rows(300), options: options)
            #expect(scene.mock.log.count == budget)
            #expect(report.requests == budget)
            #expect(report.counts.unknown == (budget < 33 ? 10 : 0))
            #expect(report.counts.created == (budget < 33 ? 290 : 300))
            #expect(report.stopped == (budget < 33 ? .budgetReached(requests: budget) : nil))
            #expect(try scene.contents().count == 300)
        }
    }

    @Test func `rows that are being isolated when the budget ends are not attempted`() throws {
        try Conformer.memory.run { bench in
            var rows = Scene.rows(10)
            rows[0]["seats"] = "many"
            var options = bench.options
            options.maxRequests = 2
            // The whole chunk is refused, then its first half; which of those five is bad is not known.
            let report = try await bench.table.bulkCreate(rows, onError: .continue, options: options)
            #expect(report.requests == 2)
            #expect(report.counts.notAttempted == 10)
            #expect(report.stopped == .budgetReached(requests: 2))
            #expect(try bench.contents().isEmpty)
        }
    }

    @Test func `a read by ids that needs more says so`() throws {
        let table = InMemoryTable()
        let ids = table.insert(Scene.rows(150))
        var options = RunOptions()
        options.maxRequests = 1
        let error = try #require(throws: RemoteError.self) {
            try runOnVirtualTime { [options] _ in try await table.records(withIDs: ids, options: options) }
        }
        #expect(error.code == .budgetReached)
        #expect(table.requests.count == 1)
    }
}
