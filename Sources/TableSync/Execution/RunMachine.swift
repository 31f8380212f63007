import FoundationEssentials
import RateLimiting
import TableModel

/// The rules of a run: which rows share a request, what is sent next, what an answer means, and when it is over.
///
/// It is told the time and what came back; it sends nothing and waits for nothing itself. The shell (``Run``) does what
/// ``next(at:)`` says, and tells it. Memory is bounded: rows are taken in only `window` ahead of the first whose outcome
/// is open. What must be remembered of every row of an upsert is a hash of its key.
struct RunMachine {
    private(set) var configuration: Configuration
    private(set) var counts = Report.Counts()
    private(set) var stopped: StopReason?

    // What the rules in the other files change, too.
    var jobs = JobTable()
    var intake: Intake
    var repetition: Repetition
    var serverClock: ServerClock
    var ownership = Ownership()
    private var order = OutcomeOrder()
    private var isPulling = false
    private var isSourceOver = false
    /// Whether even the rows of a refused chunk are given up.
    private var endsAbruptly = false
    /// Whether requests that have not left are to be withdrawn.
    private var withdraws = false
    private var refusedWhole: [String: Int] = [:]

    init(
        _ configuration: Configuration, date: Date, at now: TimePoint,
        generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.configuration = configuration
        // A page of keys must fit into the window whatever the service's limits are.
        self.configuration.window = max(configuration.window, configuration.limits.recordsPerPage * 4)
        repetition = Repetition(configuration.retry, generator: generator)
        intake = Intake(configuration)
        serverClock = ServerClock(assuming: date, at: now)
    }

    // MARK: What to do

    /// What the shell shall do now. Call again after doing it until it says `wait`, `idle` or `finished`.
    mutating func next(at now: TimePoint) -> Action {
        if let limit = configuration.maxErrors, stopped == nil, counts.failed >= limit, hasMore {
            stop(.tooManyErrors(limit: limit), abruptly: false)
        }
        formJobs(at: now)
        let underWay = jobs.requestsUnderWay
        if let job = firstReady(at: now, underWay) { return start(job, at: now) }
        if !isPulling, !isInputOver, mayTakeRows(underWay) {
            isPulling = true
            return .pull
        }
        let times = [jobs.nextReady(after: now), repetition.outage.flatMap { $0.until > now ? $0.until : nil }]
        if !jobs.isEmpty, let time = times.compactMap(\.self).min() { return .wait(until: time) }
        // A pull that is still under way when the input counts as over is one of a source that nobody waits for.
        return isInputOver && jobs.isEmpty ? .finished : .idle
    }

    /// Whether no further rows are taken in. A run that has stopped reads on only if its end is known, so that every row
    /// can be accounted for.
    private var isInputOver: Bool { isSourceOver || (stopped != nil && !configuration.readsToEnd) }

    /// Whether a row is still without an outcome, or may come.
    private var hasMore: Bool { !isSourceOver || intake.count > 0 || !jobs.isEmpty }

    /// Outcomes that became known, in input order.
    mutating func drainOutcomes() -> [RowOutcome] { order.drain() }

    /// Requests still to come if nothing is refused, with `rowCount` rows in all.
    func requestsToCome(rowCount: Int) -> Int {
        guard stopped == nil else { return jobs.count }
        let unread = max(0, rowCount - counts.rowsIn)
        let reads = configuration.readsFirst ? unread.dividedUp(by: configuration.limits.recordsPerPage) : 0
        let writes = (unread + intake.count + jobs.rowsResolving).dividedUp(by: configuration.limits.recordsPerWrite)
        return reads + jobs.count + writes
    }

    /// What keeps the run from sending although it has something to send: an outage, or a lost answer when nothing else is
    /// to do.
    func wait(at now: TimePoint) -> Progress.Wait? {
        if let outage = repetition.outage { return .init(reason: .outage, until: outage.until, since: outage.since) }
        guard jobs.requestsUnderWay == 0, !isPulling, let time = jobs.nextReady(after: now) else { return nil }
        return .init(reason: .lostAnswer, until: time)
    }

    // MARK: What happened

    /// Rows came from the source.
    mutating func took(_ rows: [RunItem], at now: TimePoint) {
        isPulling = false
        counts.rowsIn += rows.count
        for row in rows {
            if stopped != nil {
                conclude(row, .notAttempted)
            } else if let refusal = intake.add(row) {
                conclude(row, .failed(refusal))
                noteRowFailed()
            }
        }
    }

    /// The source has no more rows.
    mutating func sourceEnded() {
        isPulling = false
        isSourceOver = true
    }

    /// Starts nothing new. `abruptly` gives up what is neither written nor under way, refused chunks included;
    /// `withdrawing` takes back requests that have not left.
    mutating func stop(_ reason: StopReason, abruptly: Bool, withdrawing: Bool = true) {
        if stopped == nil { stopped = reason }
        withdraws = withdraws || withdrawing
        endsAbruptly = endsAbruptly || abruptly
        for item in intake.removeAll() { conclude(item, .notAttempted) }
        for job in jobs.inOrder where job.readyAt != nil {
            if job.isUntouched || endsAbruptly { giveUp(job) }
        }
    }

    /// A row failed. Unless the good ones go on regardless, nothing new starts; what would be undone is not even begun.
    mutating func noteRowFailed() {
        guard configuration.onError != .continue else { return }
        stop(.rowFailed, abruptly: configuration.onError == .rollback)
    }

    /// Jobs whose request may still be waiting for its turn although the run has stopped: if it has not left, it should not.
    var withdrawable: [Int] {
        guard withdraws else { return [] }
        return jobs.inOrder.filter { $0.stage == .underWay && (endsAbruptly || $0.isFirstSending) }.map(\.id)
    }

    /// Whether the write of `id` that is under way left before.
    func isRepeat(_ id: Int) -> Bool { jobs[id].map { $0.errand == .write && $0.sendings > 1 } ?? false }

    // MARK: Outcomes

    /// Records what became of one row. Each row comes here exactly once.
    mutating func conclude(_ item: RunItem, _ result: RowOutcome.Result) {
        counts.record(result)
        order.insert(RowOutcome(index: item.index, line: item.line, result: result))
    }

    /// Ends a job for a reason that is not its rows'. Rows of its group are unknown if they are in doubt, else they were not
    /// attempted; rows that its isolation condemned failed, and those that it did not get to were not attempted.
    mutating func giveUp(_ job: Job) {
        for position in job.positions {
            conclude(job.items[position], job.doubt(at: position).map { .unknown(RowFailure($0)) } ?? .notAttempted)
        }
        endIsolation(of: job)
    }

    /// Ends a job whose group's rows all end with `result`.
    mutating func end(_ job: Job, _ result: RowOutcome.Result) {
        for item in job.group { conclude(item, result) }
        endIsolation(of: job)
    }

    /// Ends a job whose group's rows have their outcomes.
    mutating func endIsolation(of job: Job) {
        for verdict in job.isolation?.verdicts ?? [] {
            let item = job.items[verdict.position]
            let failure = RowFailure(verdict.error, of: item, hasKey: !configuration.work.key.isEmpty)
            refused(item, job.doubt(at: verdict.position), failure)
        }
        for position in job.isolation?.undecided() ?? [] {
            conclude(job.items[position], job.doubt(at: position).map { .unknown(RowFailure($0)) } ?? .notAttempted)
        }
        jobs.remove(job)
    }

    /// Ends a row that the service refused: it failed, unless an earlier sending of it may have been applied.
    mutating func refused(_ item: RunItem, _ doubt: RemoteError?, _ refusal: RowFailure) {
        guard let doubt else { return conclude(item, .failed(refusal)) }
        let message = "\(RowFailure(doubt).message) Sent again, it was refused: \(refusal.message)"
        var failure = RowFailure(refusal.code, field: refusal.field, message: message)
        failure.wasRefused = true
        conclude(item, .unknown(failure))
    }

    /// Whether a job that is not under way may go on.
    var goesOn: Bool { !endsAbruptly }

    /// A chunk of several rows was refused whole with errors that name `field`. After the second the table is not what
    /// the run was made for.
    mutating func noteRefusedWhole(_ field: String) {
        refusedWhole[field, default: 0] += 1
        if refusedWhole[field] == 2 { stop(.schemaChanged(field: field), abruptly: true) }
    }

    /// Makes the read of `leader` answer for `job` too.
    mutating func join(_ job: Job, to leader: Job) {
        var job = job
        job.stage = .joined(to: leader.id)
        jobs.put(job)
    }

    /// Lets the job, of which nothing is under way any more, run its errand from `time` on.
    mutating func resume(_ job: Job, at time: TimePoint) {
        var job = job
        job.stage = .ready(from: time)
        jobs.put(job)
    }

    // MARK: Inside

    private func mayTakeRows(_ underWay: Int) -> Bool {
        !isWindowFull && (stopped != nil || underWay < configuration.requestsInFlight)
    }

    /// Whether so many rows are open, or known out of order and held back, that no more may come.
    private var isWindowFull: Bool {
        counts.rowsIn - order.nextIndex + configuration.limits.recordsPerPage > configuration.window
    }

    private mutating func formJobs(at now: TimePoint) {
        guard stopped == nil else { return }
        let isResolving = jobs.isResolving
        // Rows that wait for company keep the window full when nobody of their kind comes.
        let isLastCall = isSourceOver || isWindowFull
        while let chunk = intake.takeChunk(isLastCall: isLastCall, isResolving: isResolving) {
            jobs.form(chunk, at: now)
        }
    }

    private func firstReady(at now: TimePoint, _ underWay: Int) -> Job? {
        guard underWay < configuration.requestsInFlight, !repetition.isHeldUp(at: now) else { return nil }
        let party = settlingParty(at: now)
        return jobs.firstReady(at: now) { job in
            !isSettledByContent(job) || party.contains { $0.id == job.id }
        }
    }

    private mutating func start(_ ready: Job, at now: TimePoint) -> Action {
        var job = ready
        job.stage = .underWay
        repetition.noteStart(of: job.id)
        defer { jobs.put(job) }
        if isSettledByContent(job) { return .read(job: job.id, gather(settlingParty(at: now), around: &job)) }
        guard job.errand == .write else { return .read(job: job.id, query(of: job)) }
        job.sendings += 1
        job.attempts += 1
        if job.firstSentAt == nil { job.firstSentAt = now }
        let group = job.group
        let chunk = WriteChunk(job.verb, group.map(\.element), typecast: configuration.typecast)
        return .send(job: job.id, chunk, rows: group.map(\.index))
    }
}

extension Int {
    /// The quotient, rounded up.
    func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}
