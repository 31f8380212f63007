import FoundationEssentials
import RateLimiting
import TableModel

/// Reads all records that a query selects, page by page.
///
/// Reads change nothing, so a page whose answer is lost is asked for again. `PageWalk` has the rules of going from page to
/// page: what comes twice, lists that the service has forgotten, lists without an end.
struct PagedRead: Sendable {
    let table: any ReadableTable
    let retry: RetryPolicy
    let time: any TimeSource
    let meter: RequestMeter

    /// What came of a read, and what it cost.
    struct Found: Sendable {
        var records: Result<[Record], RemoteError> = .success([])
        var repeats = 0
        /// The service's clock at the last page.
        var serverTime: Date?
    }

    func all(_ query: RecordQuery) async throws(CancellationError) -> Found {
        var found = Found()
        var walk = PageWalk(attempted: "read records")
        var records: [Record] = []
        while case .ask(let cursor) = walk.next {
            let answer = try await page(query, cursor, into: &found)
            do throws(RemoteError) {
                switch answer {
                case .success(let page):
                    found.serverTime = page.serverTime ?? found.serverTime
                    records += try walk.receive(page)
                case .failure(let error):
                    try walk.fail(error)
                    found.repeats += 1
                }
            } catch {
                found.records = .failure(error)
                return found
            }
        }
        found.records = .success(records)
        return found
    }

    private func page(
        _ query: RecordQuery, _ cursor: PageCursor?, into found: inout Found
    ) async throws(CancellationError) -> Result<RecordPage, RemoteError> {
        var history = RetryHistory(attempts: 0)
        var budget = RetryBudget()
        var generator = SystemRandomNumberGenerator()
        let begun = time.now
        while true {
            guard meter.take() else { return .failure(Self.budgetReached(meter.limit ?? 0)) }
            history.attempts += 1
            switch try await ask(query, cursor) {
            case .applied(let page): return .success(page)
            case .rejected(let error), .fatal(let error): return .failure(error)
            case .notApplied(let error), .unknown(let error):
                let isRefusal = error.code == .rateLimited
                if isRefusal {
                    history.attempts -= 1
                    history.refusals += 1
                }
                history.elapsed = time.now - begun
                let fate: RequestFate = isRefusal ? .refused : .unknown(retryAfter: error.retryAfter)
                let decision = retry.decide(fate, .read, history: history, budget: &budget, using: &generator)
                guard case .sendAgain(let delay) = decision else { return .failure(error) }
                found.repeats += 1
                try await time.sleep(for: delay)
            }
        }
    }

    /// Asks for one page once; a request that is cancelled before it leaves does not count.
    private func ask(
        _ query: RecordQuery, _ cursor: PageCursor?
    ) async throws(CancellationError) -> Attempt<RecordPage> {
        do {
            return try await table.page(of: query, after: cursor)
        } catch {
            meter.giveBack()
            throw error
        }
    }

    private static func budgetReached(_ limit: Int) -> RemoteError {
        RemoteError(
            .budgetReached, message: "the \(limit) requests that may be sent have been",
            attempted: "read records", remedy: "Allow more requests, or go on later.")
    }
}
