package import RateLimiting
package import TableModel

/// Reads pages of a table, each asked for again until it comes: reads change nothing.
///
/// `PageWalk` has the rules of going from page to page: what comes twice, lists that the service has forgotten, lists
/// without an end. One budget of repetitions serves the whole read, so that a service that answers nothing is given up after
/// a while; a service that cannot be reached is waited for as long as the policy allows.
package struct RepeatingReader: PageReader {
    private let table: any ReadableTable
    private let retry: RetryPolicy
    private let time: any TimeSource
    private let meter: RequestMeter
    private let stop: StopSignal?

    /// - Parameters:
    ///   - meter: Counts the requests, together with those of whoever else has it, and may forbid more.
    ///   - stop: Ends the read when it is requested; a page that has not left is withdrawn, and one that has is awaited.
    package init(
        _ table: any ReadableTable, retry: RetryPolicy = RetryPolicy(), time: any TimeSource,
        meter: RequestMeter = RequestMeter(), stop: StopSignal? = nil
    ) {
        self.table = table
        self.retry = retry
        self.time = time
        self.meter = meter
        self.stop = stop
    }

    package var recordsPerPage: Int { table.limits.recordsPerPage }
    package var keyBytesPerRead: Int { table.limits.keyBytesPerRead }

    /// - Throws: As ``PageReader`` says; if the meter forbids a request, `RemoteError` with the code `budget-reached`, and if a
    ///   stop is requested with `stop-requested`.
    package func read(_ query: RecordQuery, _ take: (RecordPage) throws -> PageVerdict) async throws -> ReadCost {
        var cost = ReadCost()
        var budget = RetryBudget()
        var walk = PageWalk(attempted: Self.readRecords)
        while case .ask(let cursor) = walk.next {
            do {
                var page = try await answer(to: Self.readRecords, &cost, &budget) {
                    [table] () throws(CancellationError) in try await table.page(of: query, after: cursor)
                }
                page.records = try walk.receive(page)
                if try take(page) == .stop { break }
            } catch let error as RemoteError {
                try walk.fail(error)
                countRepeat(&cost)
            }
        }
        return cost
    }

    /// Reads the table's schema as it is now; gives nil, without a request, for a table that does not tell it.
    ///
    /// - Throws: As ``read(_:_:)``.
    package func schema() async throws -> TableSchema? {
        guard let readSchema = table.readSchema else { return nil }
        var (cost, budget) = (ReadCost(), RetryBudget())
        return try await answer(to: "read the schema", &cost, &budget, readSchema)
    }

    /// Asks until an answer comes.
    ///
    /// - Parameters:
    ///   - attempted: What is asked for, to follow "Could not".
    ///   - ask: Asks once.
    private func answer<Answer>(
        to attempted: String, _ cost: inout ReadCost, _ budget: inout RetryBudget,
        _ ask: @escaping @Sendable () async throws(CancellationError) -> Attempt<Answer>
    ) async throws -> Answer {
        var tries = PageTries(retry, from: time.now)
        var sendings = 0
        while true {
            let attempt = try await once(attempted, ask)
            if attempt.hasLeft {
                sendings += 1
                cost.requests += 1
                if sendings > 1 { countRepeat(&cost) }
            }
            let isOutage: Bool
            let error: RemoteError
            switch attempt {
            case .applied(let answer):
                meter.goesOn()
                budget.noteSuccess()
                return answer
            case .rejected(let refusal), .fatal(let refusal): throw refusal
            case .notApplied(let failure): (error, isOutage) = (failure, true)
            case .unknown(let failure): (error, isOutage) = (failure, false)
            }
            let now = time.now
            if error.code == .rateLimited { meter.refused(at: now, closedFor: table.closedFor) }
            guard let delay = tries.delay(after: error, isOutage: isOutage, &budget, at: now) else { throw error }
            if error.code == .rateLimited { meter.goesOn() } else { meter.pauses(from: now, until: now + delay) }
            try await unlessStopped(attempted) { [time] () throws(CancellationError) in try await time.sleep(for: delay)
            }
        }
    }

    /// Asks once; a request that never left does not count.
    private func once<Answer>(
        _ attempted: String, _ ask: @escaping @Sendable () async throws(CancellationError) -> Attempt<Answer>
    ) async throws -> Attempt<Answer> {
        guard meter.take() else { throw RemoteError.budgetReached(meter.limit ?? 0, attempted: attempted) }
        do {
            let attempt = try await unlessStopped(attempted, ask)
            if !attempt.hasLeft { meter.giveBack() }
            return attempt
        } catch {
            meter.giveBack()
            throw error
        }
    }

    private func countRepeat(_ cost: inout ReadCost) {
        cost.repeats += 1
        meter.countRepeat()
    }

    /// - Throws: `RemoteError` if a stop is requested before `body` has come to its end.
    private func unlessStopped<Value: Sendable>(
        _ attempted: String, _ body: @escaping @Sendable () async throws(CancellationError) -> Value
    ) async throws -> Value {
        guard let stop else { return try await body() }
        guard !stop.isRequested else { throw RemoteError.stopRequested(attempted: attempted) }
        if let value = await stop.unlessRequested(body) { return value }
        try Task.checkCancellation()
        throw RemoteError.stopRequested(attempted: attempted)
    }

    private static let readRecords = "read records"
}
