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
    /// Gets the outcomes that the log did not take, in input order: those that it failed at, and all that come after it failed.
    let untold: (@Sendable ([RowOutcome]) -> Void)?

    /// How often progress is told when nothing happens.
    private static let beat: Duration = .seconds(1)

    /// Something that goes on beside the loop has ended.
    enum Event: Sendable {
        /// What became of a write, nil if it was withdrawn, and why it was not written down, if it was not.
        case answered(job: Int, Attempt<WriteAnswer>?, unlogged: (any Error)?)
        case found(job: Int, Result<RepeatingReader.Found, RemoteError>?)
        case pulled([RunItem]?)
        case sourceFailed(any Error)
        case woke(TimePoint)
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
        let begun = options.time.now
        var desk = RunDesk(
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
            var alarms = Alarms()
            while true {
                var wakeUp: TimePoint?
                await desk.deliver()
                if Task.isCancelled { desk.machine.stop(.requested, abruptly: true) }
                desk.withdraw()
                switch desk.machine.next(at: options.time.now) {
                case .send(let job, let chunk, let rows):
                    if let attempt = desk.begin(job) {
                        let withdrawal = desk.withdrawal(of: job)
                        let intent = RunEvent.intent(attempt: attempt, chunk: chunk, rows: rows)
                        group.addTask {
                            await self.send(chunk, job: job, attempt: attempt, after: intent, unless: withdrawal)
                        }
                    }
                    continue
                case .read(let job, let query):
                    let (meter, withdrawal) = (desk.meter, desk.withdrawal(of: job))
                    group.addTask { await self.read(query, job: job, counting: meter, unless: withdrawal) }
                    continue
                case .pull:
                    group.addTask { await Self.pull(channel) }
                    continue
                case .wait(let time): wakeUp = time
                case .idle: break
                case .finished:
                    group.cancelAll()
                    return
                }
                desk.tell()
                if progress != nil, !Task.isCancelled {
                    let beat = options.time.now + Self.beat
                    wakeUp = wakeUp.map { min($0, beat) } ?? beat
                }
                if let wakeUp, alarms.needs(wakeUp) {
                    group.addTask {
                        // Cancelled or not, the loop looks what is to be done.
                        do { try await options.time.sleep(until: wakeUp) } catch {}
                        return .woke(wakeUp)
                    }
                }
                guard let event = await group.next() else { return }
                if case .woke(let time) = event { alarms.rang(time) }
                await desk.handle(event)
            }
        }
        await desk.deliver()
        desk.tell(isLast: true)
        return try desk.result(isCancelled: Task.isCancelled)
    }

    private var configuration: RunMachine.Configuration {
        var configuration = RunMachine.Configuration(work: work, limits: table.limits)
        configuration.onError = onError
        configuration.typecast = options.typecast
        configuration.readsPreImages = options.readsPreImages
        configuration.readsToEnd = options.rowCount != nil
        configuration.schema = options.schema
        configuration.othersRecords = options.othersRecords
        configuration.retry = options.retry
        configuration.maxRequests = options.maxRequests
        configuration.maxErrors = options.maxErrors
        configuration.requestsInFlight = max(1, options.requestsInFlight)
        return configuration
    }

    // MARK: What goes on beside the loop

    /// Sends the chunk once its intent is written down, unless it is withdrawn before it leaves. Once it has left, its answer is
    /// awaited and written down.
    ///
    /// Both are written here and not by the loop, so that requests that start together share a commit of the log, and none waits
    /// for that of another's answer.
    private func send(
        _ chunk: WriteChunk, job: Int, attempt: Int, after intent: RunEvent, unless withdrawal: StopSignal
    ) async -> Event {
        do { try await options.log.record(intent) } catch { return .answered(job: job, nil, unlogged: error) }
        let result = await withdrawal.unlessRequested { () throws(CancellationError) in try await table.send(chunk) }
        options.logger.debug(
            "write answered",
            metadata: [
                "attempt": "\(attempt)", "rows": "\(chunk.elements.count)", "result": "\(result?.label ?? "withdrawn")",
            ])
        do {
            try await options.log.record(
                result.map { .answered(attempt: attempt, $0) } ?? .withdrawn(attempt: attempt))
        } catch {
            return .answered(job: job, result, unlogged: error)
        }
        return .answered(job: job, result, unlogged: nil)
    }

    private func read(
        _ query: RecordQuery, job: Int, counting meter: RequestMeter, unless withdrawal: StopSignal
    ) async -> Event {
        let reader = RepeatingReader(table, retry: options.retry, time: options.time, meter: meter)
        let found = await withdrawal.unlessRequested {
            () throws(CancellationError) -> Result<RepeatingReader.Found, RemoteError> in
            do {
                return .success(try await reader.all(query))
            } catch let error as RemoteError {
                return .failure(error)
            } catch {
                throw CancellationError()
            }
        }
        return .found(job: job, found)
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
}
