import FoundationEssentials
import RateLimiting
import TableModel

/// What the answer to a write means (design 5.2 and 5.4).
extension RunMachine {
    /// The write that `send` asked for ended.
    mutating func answered(_ id: Int, _ attempt: Attempt<WriteAnswer>, at now: TimePoint) {
        guard var job = jobs[id] else { return }
        job.lastError = attempt.error ?? job.lastError
        if !attempt.hasLeft { job.sendings -= 1 }
        let isAnswer = if case .notApplied = attempt { false } else { true }
        let isProbe = repetition.noteEnd(of: id, isAnswer: isAnswer)
        switch attempt {
        case .applied(let answer):
            serverClock.note(answer.serverTime, at: now)
            repetition.noteSuccess()
            applied(job, answer, at: now)
        case .notApplied(let error): notApplied(job, error, isProbe: isProbe, at: now)
        case .unknown(let error): inDoubt(job, error, at: now)
        case .rejected(let error): rejected(job, error, at: now)
        case .fatal(let error):
            giveUp(job)
            stop(.refused(error), abruptly: true)
        }
    }

    /// The request was withdrawn before it left.
    mutating func withdrawn(_ id: Int) {
        guard let job = jobs[id] else { return }
        repetition.noteEnd(of: id, isAnswer: false)
        for member in [job] + jobs.joined(to: id) { giveUp(member) }
    }

    /// The request was not sent, or its read not brought to its end, since the run may send no more: nothing new starts, and
    /// what is under way ends.
    mutating func budgetReached(_ id: Int) {
        withdrawn(id)
        stop(.budgetReached(requests: configuration.maxRequests ?? 0), abruptly: true, withdrawing: false)
    }

    // MARK: Applied

    private mutating func applied(_ job: Job, _ answer: WriteAnswer, at now: TimePoint) {
        if job.verb == .delete {
            for item in job.group { conclude(item, deletion(of: item, by: answer)) }
            return carryOn(job, at: now)
        }
        claim(answer.records, at: now)
        let content = RowContent(schema: configuration.schema)
        for (position, record) in zip(job.positions, answer.records) {
            let item = job.items[position]
            // A repeat is answered as a change of what an earlier sending created.
            let isEarlier =
                earlierCreate(job, at: position).map { sentAt in
                    content.isOwn(record, of: item.element.fields, sentAt: sentAt)
                } ?? false
            let isNew = answer.created.contains(record.id) || isEarlier
            conclude(item, isNew ? .created(record) : .updated(record))
        }
        carryOn(job, at: now)
    }

    private func deletion(of item: RunItem, by answer: WriteAnswer) -> RowOutcome.Result {
        guard let id = item.element.id else { return .notAttempted }
        return answer.deleted.contains(id) ? .deleted(id) : .alreadyGone(id)
    }

    /// When the row was first sent, by the service's clock, if an earlier sending may have created a record of it.
    func earlierCreate(_ job: Job, at position: Int) -> Date? {
        guard job.verb.mayCreate(job.items[position].element) else { return nil }
        return job.doubtfulSending(at: position).map { serverClock.time(at: $0) }
    }

    /// Goes on with the next group of rows that are being isolated, or ends the job.
    mutating func carryOn(_ job: Job, at now: TimePoint) {
        guard var isolation = job.isolation else { return endIsolation(of: job) }
        isolation.applied()
        isolate(job, isolation, at: now)
    }

    // MARK: Not applied

    private mutating func notApplied(_ job: Job, _ error: RemoteError, isProbe: Bool, at now: TimePoint) {
        var job = job
        job.attempts -= 1
        if job.inDoubtSince == nil { job.firstSentAt = nil }
        // A chunk that was never taken starts anew when it is repeated, and a run that stops starts nothing.
        let isNew = job.isolation == nil && job.inDoubtSince == nil
        guard goesOn, stopped == nil || !isNew else { return giveUp(job) }
        let delay: Duration?
        if error.code == .rateLimited {
            job.refusals += 1
            let decision = repetition.decide(.refused, job, at: now)
            delay = if case .sendAgain(let wait) = decision { wait } else { nil }
        } else {
            delay = repetition.noteOutage(error, isProbe: isProbe, at: now)
        }
        guard let delay else {
            giveUp(job)
            return stop(.unavailable(error), abruptly: true)
        }
        resume(job, at: now + delay)
    }

    // MARK: Unknown

    /// No write is repeated or judged until it cannot be under way any more.
    private mutating func inDoubt(_ job: Job, _ error: RemoteError, at now: TimePoint) {
        var job = job
        if job.inDoubtSince == nil { job.inDoubtSince = now }
        job.doubt = error
        guard goesOn else { return giveUp(job) }
        let decision = repetition.decide(.unknown(retryAfter: error.retryAfter), job, at: now)
        guard case .settle(let rest, let step) = decision else {
            giveUp(job)
            return stop(.unavailable(error), abruptly: true)
        }
        switch step {
        case .sendAgain: job.errand = .write
        case .lookUp: job.errand = job.verb == .delete ? .lookForSurvivors : .settle
        }
        resume(job, at: now + rest)
    }

    // MARK: Rejected

    private mutating func rejected(_ job: Job, _ error: RemoteError, at now: TimePoint) {
        if job.verb == .delete, error.code == .notFound || error.code == .unknownRecord {
            // Somebody deleted one of the ten; that says nothing about its neighbours.
            guard goesOn else { return giveUp(job) }
            var job = job
            job.errand = .lookForSurvivors
            return resume(job, at: now)
        }
        noteRowFailed()
        var job = job
        job.keepDoubt()
        if configuration.onError == .rollback { return condemn(job, error) }
        if var isolation = job.isolation {
            isolation.rejected(error)
            return isolate(job, isolation, at: now)
        }
        let elements = job.items.map(\.element)
        let group = job.group.map(\.element)
        if error.code == .unknownField, let field = error.mention?.field,
            group.count > 1, group.allSatisfy({ $0.fields[field] != nil })
        {
            for position in job.positions { refused(job.items[position], job.doubt(at: position), RowFailure(error)) }
            endIsolation(of: job)
            return noteRefusedWhole(field)
        }
        let isolation = Isolation(job.positions, error: error) { error, positions in
            SuspectRow.position(for: error, among: positions, of: elements)
        }
        isolate(job, isolation, at: now)
    }

    /// Ends a refused job without looking for the bad row, since its neighbours are not to be written either: the row that the
    /// error points to failed, or else all of them.
    private mutating func condemn(_ job: Job, _ error: RemoteError) {
        let culprit = SuspectRow.position(for: error, among: job.positions, of: job.items.map(\.element))
        let hasKey = !configuration.work.key.isEmpty
        for position in job.positions {
            let item = job.items[position]
            let doubt = job.doubt(at: position)
            if culprit == nil {
                refused(item, doubt, RowFailure(error, ofOneAmong: job.positions.count))
            } else if position == culprit {
                refused(item, doubt, RowFailure(error, of: item, hasKey: hasKey))
            } else {
                conclude(item, doubt.map { .unknown(RowFailure($0)) } ?? .notAttempted)
            }
        }
        jobs.remove(job)
    }

    /// Sends the isolation's next group, or ends the job when there is none.
    private mutating func isolate(_ job: Job, _ isolation: Isolation, at now: TimePoint) {
        var job = job
        var isolation = isolation
        let next = goesOn ? isolation.next() : nil
        job.isolation = isolation
        if let next {
            job.take(next)
            return resume(job, at: now)
        }
        job.positions = []
        endIsolation(of: job)
        let fields = Set(isolation.verdicts.map(\.error.mention?.field))
        guard job.items.count > 1, isolation.verdicts.count == job.items.count, fields.count == 1 else { return }
        if let field = fields.first.flatMap(\.self) { noteRefusedWhole(field) }
    }
}
