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

    struct Answer: Sendable {
        var records: [Record] = []
        var requests = 0
        var repeats = 0
        /// The service's clock at the last page.
        var serverTime: Date?
    }

    /// How often a read begins again after the service forgot it (airtable-api.md 2.3: practice is three times).
    private static let restarts = 3

    /// - Throws: `RemoteError` when a page cannot be had, `CancellationError` when the task was cancelled.
    func all(_ query: RecordQuery) async throws -> Answer {
        var answer = Answer()
        for restart in 0...Self.restarts {
            do {
                try await readOnce(query, into: &answer)
                return answer
            } catch let error as RemoteError where error.code == .cursorExpired && restart < Self.restarts {
                answer.records = []
                answer.repeats += 1
            }
        }
        return answer
    }

    private func readOnce(_ query: RecordQuery, into answer: inout Answer) async throws {
        var cursor: PageCursor?
        var seen: Set<RecordID> = []
        repeat {
            let page = try await page(query, cursor, into: &answer)
            answer.records += page.records.filter { seen.insert($0.id).inserted }
            answer.serverTime = page.serverTime ?? answer.serverTime
            if let next = page.next, next == cursor {
                throw RemoteError(
                    .unreadableAnswer,
                    message: "the service answered with the same place in the list twice, so the read would never end",
                    attempted: "read a page of records")
            }
            cursor = page.next
        } while cursor != nil
    }

    private func page(
        _ query: RecordQuery, _ cursor: PageCursor?, into answer: inout Answer
    ) async throws -> RecordPage {
        var history = RetryHistory(attempts: 0)
        var budget = RetryBudget()
        var generator = SystemRandomNumberGenerator()
        let begun = time.now
        while true {
            answer.requests += 1
            history.attempts += 1
            switch try await table.page(of: query, after: cursor) {
            case .applied(let page): return page
            case .rejected(let error), .fatal(let error): throw error
            case .notApplied(let error), .unknown(let error):
                let isRefusal = error.code == .rateLimited
                if isRefusal {
                    history.attempts -= 1
                    history.refusals += 1
                }
                history.elapsed = time.now - begun
                let fate: RequestFate = isRefusal ? .refused : .unknown(retryAfter: error.retryAfter)
                let decision = retry.decide(fate, .read, history: history, budget: &budget, using: &generator)
                guard case .sendAgain(let delay) = decision else { throw error }
                answer.repeats += 1
                try await time.sleep(for: delay)
            }
        }
    }
}
