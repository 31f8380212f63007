import FoundationEssentials
import RateLimiting
import TableModel

/// What a run reads: the keys of rows, and which records are there after a delete. ``found(_:_:serverTime:at:)`` takes every
/// read; lost creates without a key have rules of their own in `RunMachine+Settling.swift`.
extension RunMachine {
    /// The query of a job whose errand is a read that answers for it alone.
    func query(of job: Job) -> RecordQuery {
        switch job.errand {
        case .resolve where configuration.work.isByID: RecordQuery(idFilter(job))
        case .resolve where configuration.readsPreImages: RecordQuery(keyFilter(job))
        case .resolve: RecordQuery(keyFilter(job), fields: configuration.work.key.map(\.name))
        case .settle, .write: RecordQuery(keyFilter(job))
        case .lookForSurvivors: RecordQuery(idFilter(job), fields: [])
        }
    }

    /// Whether what the read under way for `id` finds is what records hold before this run changes them. A record that is found in
    /// the place of a lost create is read whole anyway.
    func isReadingPreImages(_ id: Int) -> Bool {
        guard let job = jobs[id] else { return false }
        return switch job.errand {
        case .resolve: configuration.readsPreImages
        case .settle: !isSettledByContent(job)
        case .write, .lookForSurvivors: false
        }
    }

    /// The read that `read` asked for ended: with all records that the query selects, or not at all.
    mutating func found(
        _ id: Int, _ result: Result<[Record], RemoteError>, serverTime: Date? = nil, at now: TimePoint
    ) {
        guard let job = jobs[id] else { return }
        repetition.noteEnd(of: id, isAnswer: true)
        switch result {
        case .failure(let error) where error.code == .budgetReached: budgetReached(id)
        case .failure(let error):
            for member in [job] + jobs.joined(to: id) { giveUp(member) }
            stop(StopReason(error, after: configuration.maxRequests ?? 0), abruptly: true)
        case .success(let records):
            serverClock.note(serverTime, at: now)
            switch job.errand {
            case .resolve where configuration.work.isByID: sighted(job, records)
            case .resolve: resolved(job, records)
            case .lookForSurvivors: survivors(of: job, Set(records.map(\.id)), at: now)
            case .settle where isSettledByContent(job): settledByContent(job, records, at: now)
            case .settle, .write: settledByKey(job, records, at: now)
            }
        }
    }

    private func idFilter(_ job: Job) -> RecordQuery.Filter { .ids(job.group.compactMap(\.element.id)) }

    private func keyFilter(_ job: Job) -> RecordQuery.Filter {
        let key = configuration.work.key
        let values = job.group.map { item in key.map { item.element.fields[$0.name] ?? .null } }
        return .keys(values, of: key.map { KeyField(name: $0.name, type: $0.type) })
    }

    // MARK: Keys that the service does not match itself

    private mutating func resolved(_ job: Job, _ records: [Record]) {
        let matches = KeyedRecords(records, key: configuration.work.key)
        for var item in job.group {
            guard stopped == nil else {
                conclude(item, .notAttempted)
                continue
            }
            let found = matches.records(for: item)
            switch found.count {
            case 0: intake.add(item, to: .create)
            case 1:
                item.element.id = found[0].id
                intake.add(item, to: .update)
            default:
                conclude(item, .failed(matches.ambiguity(of: item)))
                noteRowFailed()
            }
        }
        endIsolation(of: job)
    }

    // MARK: Records that are read before they are changed

    private mutating func sighted(_ job: Job, _ records: [Record]) {
        let present = Set(records.map(\.id))
        for item in job.group {
            if stopped != nil {
                conclude(item, .notAttempted)
            } else if let id = item.element.id, !present.contains(id) {
                conclude(item, absence(of: id))
            } else {
                intake.add(item, to: .update)
            }
        }
        endIsolation(of: job)
    }

    /// How a row ends whose record does not exist.
    private mutating func absence(of id: RecordID) -> RowOutcome.Result {
        guard configuration.work != .delete else { return .alreadyGone(id) }
        noteRowFailed()
        let failure = RowFailure(
            RowFailure.Code(rawValue: RemoteError.Code.unknownRecord.rawValue),
            message: "The record \(id), which this row was to update, does not exist.")
        return .failed(failure)
    }

    // MARK: Lost answers

    private mutating func survivors(of job: Job, _ existing: Set<RecordID>, at now: TimePoint) {
        var job = job
        let gone = Set(job.positions.filter { job.items[$0].element.id.map { !existing.contains($0) } ?? true })
        if gone.isEmpty, job.doubt == nil, let error = job.lastError {
            // The service says that one is missing, and all are there: sending the same again would go on for ever.
            end(job, .failed(RowFailure(error)))
            return noteRowFailed()
        }
        for item in job.group {
            guard let id = item.element.id, !existing.contains(id) else { continue }
            // After a lost answer the record is gone because of us, as far as anyone can tell; but not if it was there later.
            conclude(item, job.doubt == nil ? .alreadyGone(id) : .deleted(id))
        }
        release(gone, from: &job)
        guard !job.positions.isEmpty else { return carryOn(job, at: now) }
        sendAgain(job, at: now)
    }

    /// Takes rows that found their outcome out of the job's group.
    private func release(_ positions: Set<Int>, from job: inout Job) {
        job.positions.removeAll(where: positions.contains)
        job.isolation?.release(positions)
    }

    private mutating func settledByKey(_ job: Job, _ records: [Record], at now: TimePoint) {
        var job = job
        let matches = KeyedRecords(records, key: configuration.work.key)
        let content = RowContent(schema: configuration.schema)
        var settled: Set<Int> = []
        for position in job.positions {
            var item = job.items[position]
            let found = matches.records(for: item)
            guard let other = found.first else { continue }
            settled.insert(position)
            let sentAt = earlierCreate(job, at: position)
            let own = found.filter { record in
                sentAt.map { record.wasCreated(since: $0) } ?? false
                    && content.canBe(record, madeBy: item.element.fields)
            }
            if let record = own.first(where: { content.holdsOnly($0, item.element.fields) }) {
                conclude(item, .created(record))
            } else if found.count > 1 {
                conclude(item, .failed(matches.ambiguity(of: item)))
                noteRowFailed()
            } else if stopped == nil {
                // Somebody else made a record with this key meanwhile, or wrote into ours; it is updated like any that exists.
                item.element.id = other.id
                intake.add(item, to: .update)
            } else if let doubt = job.doubt(at: position), !own.isEmpty {
                conclude(item, .unknown(RowFailure(doubt)))
            } else {
                conclude(item, .notAttempted)
            }
        }
        release(settled, from: &job)
        guard !job.positions.isEmpty else { return carryOn(job, at: now) }
        sendAgain(job, at: now)
    }

    /// Sends what a look-up did not find, unless that was tried often enough.
    mutating func sendAgain(_ job: Job, at now: TimePoint) {
        var job = job
        // It was just looked up: nothing of it was written.
        job.doubt = nil
        guard goesOn else { return giveUp(job) }
        if job.inDoubtSince != nil, repetition.isUsedUp(job, at: now), let error = job.lastError {
            end(job, .notAttempted)
            return stop(.unavailable(error), abruptly: true)
        }
        job.errand = .write
        resume(job, at: now)
    }
}
