import RateLimiting
import TableModel

/// What the loop keeps beside the machine, and the calls that may fail.
struct RunDesk {
    var machine: RunMachine
    let begun: TimePoint
    let run: Run
    let progress: AsyncStream<Progress>.Continuation?
    let meter: RequestMeter
    var report = Report()
    var nextAttempt = 0
    var failure: (any Error)?
    /// Whether the log has failed and is not written any more.
    private var isLogLost = false
    private var withdrawals: [Int: StopSignal] = [:]
    private var pace: PaceWatch

    init(machine: RunMachine, begun: TimePoint, run: Run, progress: AsyncStream<Progress>.Continuation?) {
        self.machine = machine
        self.begun = begun
        self.run = run
        self.progress = progress
        meter = RequestMeter(limit: run.options.maxRequests, within: run.options.meter)
        pace = PaceWatch(run.table)
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

    /// Takes leave for a write; gives the attempt's number, or nil if it may not be sent.
    mutating func begin(_ job: Int) -> Int? {
        guard meter.take() else {
            machine.budgetReached(job)
            return nil
        }
        nextAttempt += 1
        return nextAttempt
    }

    mutating func handle(_ event: Run.Event) async {
        let now = run.options.time.now
        switch event {
        case .answered(let job, let result, let problem):
            withdrawals[job] = nil
            if let problem { loseLog(problem) }
            if let result {
                count(job, result, at: now)
                machine.answered(job, result, at: now)
            } else {
                meter.giveBack()
                machine.withdrawn(job)
            }
        case .found(let job, let found?):
            withdrawals[job] = nil
            if machine.isReadingPreImages(job), let records = try? found.get().records, !records.isEmpty {
                await record(.preImages(records))
            }
            machine.found(job, found.map(\.records), serverTime: try? found.get().serverTime, at: now)
        case .found(let job, nil):
            withdrawals[job] = nil
            machine.withdrawn(job)
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

    private func count(_ job: Int, _ result: Attempt<WriteAnswer>, at now: TimePoint) {
        if result.error?.code == .rateLimited { meter.refused(at: now, closedFor: run.table.closedFor) }
        if !result.hasLeft { meter.giveBack() } else if machine.isRepeat(job) { meter.countRepeat() }
    }

    /// Hands on the outcomes that became known.
    mutating func deliver() async {
        let known = machine.drainOutcomes()
        if !known.isEmpty {
            report.failures += known.filter(\.isFailure)
            if await !record(.outcomes(known)) { run.untold?(known) }
            for outcome in known where failure == nil {
                do { try await run.outcomes?(outcome) } catch { fail(error) }
            }
        }
    }

    /// Tells the progress to whoever reads it.
    mutating func tell(isLast: Bool = false) {
        guard let progress else { return }
        let now = run.options.time.now
        var snapshot = Progress()
        snapshot.counts = machine.counts
        snapshot.rowCount = run.options.rowCount
        snapshot.requests = meter.requests
        snapshot.repeats = meter.repeats
        snapshot.requestsToCome = run.options.rowCount.map(machine.requestsToCome)
        pace.look(aheadTo: snapshot.requestsToCome, at: now, isLast: isLast)
        snapshot.waiting = isLast ? nil : wait(at: now)
        snapshot.elapsed = now - begun
        snapshot.timeLeft = snapshot.waiting?.reason == .outage ? nil : pace.timeLeft(at: now)
        progress.yield(snapshot)
    }

    private func wait(at now: TimePoint) -> Progress.Wait? {
        if let time = pace.closedUntil(at: now) { return .init(reason: .refused, until: time) }
        if let pause = meter.pause { return .init(reason: .outage, until: pause.until, since: pause.since) }
        return machine.wait(at: now)
    }

    /// Writes an event down, unless the log has failed already; gives whether it was written.
    @discardableResult
    private mutating func record(_ event: RunEvent) async -> Bool {
        guard !isLogLost else { return false }
        do {
            try await run.options.log.record(event)
            return true
        } catch {
            loseLog(error)
            return false
        }
    }

    private mutating func loseLog(_ error: any Error) {
        isLogLost = true
        fail(error)
    }

    mutating func fail(_ error: any Error) {
        if failure == nil { failure = error }
        machine.stop(.requested, abruptly: true)
    }

    func result(isCancelled: Bool) throws -> Report {
        var report = report
        report.counts = machine.counts
        report.requests = meter.requests
        report.repeats = meter.repeats
        report.penalty = meter.penalty(at: run.options.time.now)
        report.duration = run.options.time.now - begun
        report.stopped = machine.stopped
        if isCancelled { throw CancellationError() }
        if let failure { throw InterruptedRun(underlying: failure, report: report) }
        guard report.counts.rowsIn == report.counts.recorded else {
            let error = AccountingError(rowsIn: report.counts.rowsIn, recorded: report.counts.recorded)
            throw InterruptedRun(underlying: error, report: report)
        }
        return report
    }
}
