import FoundationEssentials
import RateLimiting
import TableModel

/// Reads all records that a query selects, page by page.
///
/// Reads change nothing, so a page whose answer is lost is asked for again. When the service has forgotten where a
/// read was, the read begins again; records that come twice are given once.
struct PagedRead: Sendable {
    let table: any RemoteTable
    let retry: RetryPolicy
    let time: any TimeSource

    /// What came of a read, and what it cost.
    struct Found: Sendable {
        var records: Result<[Record], RemoteError> = .success([])
        var requests = 0
        var repeats = 0
        /// The service's clock at the last page.
        var serverTime: Date?
    }

    /// How often a read begins again after the service forgot it (airtable-api.md 2.3: practice is three times).
    private static let restarts = 3

    func all(_ query: RecordQuery) async throws(CancellationError) -> Found {
        var found = Found()
        for restart in 0...Self.restarts {
            found.records = try await readOnce(query, into: &found)
            guard case .failure(let error) = found.records, error.code == .cursorExpired else { break }
            if restart < Self.restarts { found.repeats += 1 }
        }
        return found
    }

    private func readOnce(
        _ query: RecordQuery, into found: inout Found
    ) async throws(CancellationError) -> Result<[Record], RemoteError> {
        var records: [Record] = []
        var cursor: PageCursor?
        var seen: Set<RecordID> = []
        var cursors: Set<PageCursor> = []
        repeat {
            switch try await page(query, cursor, into: &found) {
            case .failure(let error): return .failure(error)
            case .success(let page):
                records += page.records.filter { seen.insert($0.id).inserted }
                found.serverTime = page.serverTime ?? found.serverTime
                if let next = page.next, !cursors.insert(next).inserted { return .failure(Self.endless) }
                cursor = page.next
            }
        } while cursor != nil
        return .success(records)
    }

    private static let endless = RemoteError(
        .unreadableAnswer,
        message: "the service answered with the same place in the list twice, so the read would never end",
        attempted: "read a page of records")

    private func page(
        _ query: RecordQuery, _ cursor: PageCursor?, into found: inout Found
    ) async throws(CancellationError) -> Result<RecordPage, RemoteError> {
        var history = RetryHistory(attempts: 0)
        var budget = RetryBudget()
        var generator = SystemRandomNumberGenerator()
        let begun = time.now
        while true {
            found.requests += 1
            history.attempts += 1
            switch try await table.page(of: query, after: cursor) {
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
}
