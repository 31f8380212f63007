import AsyncAlgorithms
import Logging
import RateLimiting
import TableModel

/// Carries out what ``RunMachine`` says: the thin shell around it.
///
/// One task group holds everything that is under way, at most ``RunMachine/Configuration/requestsInFlight`` requests among
/// it; the loop below is the only place that touches the machine. Rows are pulled through a channel without a buffer, so the
/// source is never ahead of the run.
struct Run: Sendable {
    let table: any RemoteTable
    let work: Work
    let onError: ErrorStrategy
    let options: RunOptions
    /// Gets each row's outcome, in input order.
    let outcomes: (@Sendable (RowOutcome) async throws -> Void)?

    private enum Event: Sendable {
        case answered(job: Int, attempt: Int, Attempt<WriteAnswer>?)
        case found(job: Int, Result<PagedRead.Answer, any Error>)
        case pulled([RunItem]?)
        case sourceFailed(any Error)
        case woke
        case stopRequested
        case fed
    }

    /// Runs to the end of `rows`, or as far as it gets. `item` makes a run's item of an element and its place.
    ///
    /// - Throws: `CancellationError` if the task was cancelled; ``InterruptedRun`` if the source, the log or the outcomes
    ///   closure failed. Either way what was under way is awaited first.
    func callAsFunction<Rows: AsyncSequence & Sendable>(
        _ rows: Rows, progress: AsyncStream<Progress>.Continuation?,
        item: @escaping @Sendable (Int, Rows.Element) -> RunItem
    ) async throws -> Report {
        var configuration = RunMachine.Configuration(work: work, limits: table.limits)
        configuration.onError = onError
        configuration.typecast = options.typecast
        configuration.schema = options.schema
        configuration.retry = options.retry
        configuration.requestsInFlight = max(1, options.requestsInFlight)
        let begun = options.time.now
        var desk = Desk(
            machine: RunMachine(configuration, date: options.time.date, at: begun), begun: begun, run: self,
            progress: progress)

        let channel = AsyncThrowingChannel<[RunItem], any Error>()
        await withTaskGroup(of: Event.self) { group in
            group.addTask {
                await Self.feed(rows, item, in: table.limits.recordsPerWrite, into: channel)
                return .fed
            }
            if let signal = options.stopSignal {
                group.addTask {
                    await signal.wait()
                    return .stopRequested
                }
            }
            var alarm: TimePoint?
            while true {
                await desk.deliver()
                if Task.isCancelled { desk.machine.stop(.requested, abruptly: true) }
                desk.withdraw()
                switch desk.machine.next(at: options.time.now) {
                case .send(let job, let chunk, let rows):
                    if let attempt = await desk.note(chunk, rows) {
                        let withdrawal = desk.withdrawal(of: job)
                        group.addTask { await self.send(chunk, job: job, attempt: attempt, unless: withdrawal) }
                    } else {
                        desk.machine.withdrawn(job)
                    }
                    continue
                case .read(let job, let query):
                    group.addTask { await self.read(query, job: job) }
                    continue
                case .pull:
                    group.addTask { await Self.pull(channel) }
                    continue
                case .wait(let time):
                    if alarm.map({ time < $0 }) ?? true {
                        alarm = time
                        group.addTask {
                            try? await options.time.sleep(until: time)
                            return .woke
                        }
                    }
                case .idle: break
                case .finished:
                    group.cancelAll()
                    return
                }
                guard let event = await group.next() else { return }
                if case .woke = event { alarm = nil }
                await desk.handle(event)
            }
        }
        await desk.deliver()
        return try desk.result(isCancelled: Task.isCancelled)
    }

    // MARK: What goes on beside the loop

    /// Sends the chunk, unless it is withdrawn before it leaves. Once it has left, its answer is awaited.
    private func send(
        _ chunk: WriteChunk, job: Int, attempt: Int, unless withdrawal: StopSignal
    ) async -> Event {
        let result = await withTaskGroup(of: Attempt<WriteAnswer>?.self) { group in
            group.addTask {
                do { return try await table.send(chunk) } catch { return nil }
            }
            group.addTask {
                await withdrawal.wait()
                return nil
            }
            // The first to end is the answer, or the withdrawal, upon which the answer follows soon.
            let first = await group.next() ?? nil
            group.cancelAll()
            let second = await group.next() ?? nil
            return first ?? second
        }
        options.logger.debug(
            "write answered",
            metadata: [
                "attempt": "\(attempt)", "rows": "\(chunk.elements.count)", "result": "\(result?.name ?? "withdrawn")",
            ])
        return .answered(job: job, attempt: attempt, result)
    }

    private func read(_ query: RecordQuery, job: Int) async -> Event {
        let read = PagedRead(table: table, retry: options.retry, time: options.time)
        do {
            return .found(job: job, .success(try await read.all(query)))
        } catch {
            return .found(job: job, .failure(error))
        }
    }

    private static func feed<Rows: AsyncSequence>(
        _ rows: Rows, _ item: (Int, Rows.Element) -> RunItem, in size: Int,
        into channel: AsyncThrowingChannel<[RunItem], any Error>
    ) async {
        var gathered: [RunItem] = []
        var count = 0
        do {
            for try await row in rows {
                gathered.append(item(count, row))
                count += 1
                guard gathered.count == size else { continue }
                await channel.send(gathered)
                gathered = []
                if Task.isCancelled { break }
            }
            if !gathered.isEmpty { await channel.send(gathered) }
            channel.finish()
        } catch {
            if !gathered.isEmpty { await channel.send(gathered) }
            channel.fail(error)
        }
    }

    private static func pull(_ channel: AsyncThrowingChannel<[RunItem], any Error>) async -> Event {
        var iterator = channel.makeAsyncIterator()
        do {
            return .pulled(try await iterator.next())
        } catch {
            return .sourceFailed(error)
        }
    }

    /// What the loop keeps beside the machine, and the calls that may fail.
    private struct Desk {
        var machine: RunMachine
        let begun: TimePoint
        let run: Run
        let progress: AsyncStream<Progress>.Continuation?
        var report = Report()
        var nextAttempt = 0
        var failure: (any Error)?
        private var withdrawals: [Int: StopSignal] = [:]

        init(machine: RunMachine, begun: TimePoint, run: Run, progress: AsyncStream<Progress>.Continuation?) {
            self.machine = machine
            self.begun = begun
            self.run = run
            self.progress = progress
        }

        /// What withdraws the request of a job as long as it has not left.
        mutating func withdrawal(of job: Int) -> StopSignal {
            let signal = StopSignal()
            withdrawals[job] = signal
            return signal
        }

        /// Withdraws what waits for its turn although the run has stopped.
        func withdraw() {
            for job in machine.withdrawable { withdrawals[job]?.request() }
        }

        /// Writes an intent down; gives the attempt's number, or nil if it could not be kept and nothing may be sent.
        mutating func note(_ chunk: WriteChunk, _ rows: [Int]) async -> Int? {
            nextAttempt += 1
            do {
                try await run.options.log.record(.intent(attempt: nextAttempt, chunk: chunk, rows: rows))
                return nextAttempt
            } catch {
                fail(error)
                return nil
            }
        }

        mutating func handle(_ event: Event) async {
            let now = run.options.time.now
            if case .answered(let job, _, _) = event { withdrawals[job] = nil }
            switch event {
            case .answered(let job, let attempt, let result?):
                do {
                    try await run.options.log.record(.answered(attempt: attempt, result))
                } catch {
                    fail(error)
                }
                machine.answered(job, result, at: now)
            case .answered(let job, _, nil): machine.withdrawn(job)
            case .found(let job, .success(let answer)):
                machine.countReads(answer.requests, repeats: answer.repeats)
                machine.found(job, .success(answer.records), serverTime: answer.serverTime, at: now)
            case .found(let job, .failure(let error)):
                machine.countReads(1, repeats: 0)
                if let error = error as? RemoteError {
                    machine.found(job, .failure(error), at: now)
                } else {
                    machine.withdrawn(job)
                }
            case .pulled(let rows?): machine.took(rows, at: now)
            case .pulled(nil): machine.sourceEnded()
            case .sourceFailed(let error):
                machine.sourceEnded()
                fail(error)
            case .stopRequested:
                if !Task.isCancelled { machine.stop(.requested, abruptly: true) }
            case .woke, .fed: break
            }
        }

        /// Hands on the outcomes that became known, and the progress.
        mutating func deliver() async {
            let known = machine.drainOutcomes()
            if !known.isEmpty {
                report.failures += known.filter { !$0.reason.isEmpty }
                do {
                    try await run.options.log.record(.outcomes(known))
                    for outcome in known { try await run.outcomes?(outcome) }
                } catch {
                    fail(error)
                }
            }
            guard let progress else { return }
            var snapshot = Progress()
            snapshot.counts = machine.counts
            snapshot.rowCount = run.options.rowCount
            snapshot.requests = machine.requests
            snapshot.repeats = machine.repeats
            snapshot.elapsed = run.options.time.now - begun
            if let rowCount = run.options.rowCount {
                let requests = machine.requestsToCome(rowCount: rowCount)
                snapshot.requestsToCome = requests
                snapshot.timeLeft = run.table.forecast(requests: requests)
            }
            progress.yield(snapshot)
        }

        mutating func fail(_ error: any Error) {
            if failure == nil { failure = error }
            machine.stop(.requested, abruptly: true)
        }

        func result(isCancelled: Bool) throws -> Report {
            var report = report
            report.counts = machine.counts
            report.requests = machine.requests
            report.repeats = machine.repeats
            report.duration = run.options.time.now - begun
            report.stopped = machine.stopped
            if isCancelled { throw CancellationError() }
            if let failure { throw InterruptedRun(underlying: failure, report: report) }
            precondition(
                report.counts.rowsIn == report.counts.recorded,
                "A run took in \(report.counts.rowsIn) rows but recorded \(report.counts.recorded) outcomes.")
            return report
        }
    }
}

extension Attempt {
    /// The case's name, for logs.
    var name: String {
        switch self {
        case .applied: "applied"
        case .notApplied: "not applied"
        case .unknown: "unknown"
        case .rejected: "rejected"
        case .fatal: "fatal"
        }
    }
}
