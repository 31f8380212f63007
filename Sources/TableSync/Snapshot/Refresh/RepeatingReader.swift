package import RateLimiting
package import TableModel

/// Reads pages of a table, each asked for again until it comes: reads change nothing.
///
/// One budget of repetitions serves the whole read, so that a service that answers nothing is given up after a while.
package struct RepeatingReader: PageReader {
    private let table: any ReadableTable
    private let retry: RetryPolicy
    private let time: any TimeSource

    package init(_ table: any ReadableTable, retry: RetryPolicy = RetryPolicy(), time: any TimeSource) {
        self.table = table
        self.retry = retry
        self.time = time
    }

    package var recordsPerPage: Int { table.limits.recordsPerPage }

    package func read(_ query: RecordQuery, _ take: (RecordPage) throws -> PageVerdict) async throws -> ReadCost {
        var cost = ReadCost()
        var budget = RetryBudget()
        var walk = PageWalk(attempted: "read records")
        while case .ask(let cursor) = walk.next {
            do {
                var page = try await page(of: query, after: cursor, &cost, &budget)
                page.records = try walk.receive(page)
                if try take(page) == .stop { break }
            } catch let error as RemoteError {
                try walk.fail(error)
                cost.repeats += 1
            }
        }
        return cost
    }

    private func page(
        of query: RecordQuery, after cursor: PageCursor?, _ cost: inout ReadCost, _ budget: inout RetryBudget
    ) async throws -> RecordPage {
        var history = RetryHistory(attempts: 0)
        var generator = SystemRandomNumberGenerator()
        let begun = time.now
        while true {
            cost.requests += 1
            let error: RemoteError
            switch try await table.page(of: query, after: cursor) {
            case .applied(let page):
                budget.noteSuccess()
                return page
            case .rejected(let refusal), .fatal(let refusal): throw refusal
            case .notApplied(let failure), .unknown(let failure): error = failure
            }
            let isRefusal = error.code == .rateLimited
            history.attempts += isRefusal ? 0 : 1
            history.refusals += isRefusal ? 1 : 0
            history.elapsed = time.now - begun
            let fate = isRefusal ? RequestFate.refused : .unknown(retryAfter: error.retryAfter)
            let decision = retry.decide(fate, .read, history: history, budget: &budget, using: &generator)
            guard case .sendAgain(let delay) = decision else { throw error }
            cost.repeats += 1
            try await time.sleep(for: delay)
        }
    }
}
