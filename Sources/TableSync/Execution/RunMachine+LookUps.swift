import FoundationEssentials
import RateLimiting
import TableModel

/// What a run reads: the keys of rows, and what became of writes whose answers were lost.
extension RunMachine {
    /// The query of a job whose errand is a read.
    func query(of job: Job) -> RecordQuery {
        let key = configuration.work.key
        switch job.errand {
        case .resolve: return RecordQuery(keyFilter(job), fields: key.map(\.name))
        case .settle where !key.isEmpty: return RecordQuery(keyFilter(job))
        case .write, .settle: return RecordQuery(.created(since: settlingStart(of: job)))
        case .lookForSurvivors: return RecordQuery(.ids(job.group.compactMap(\.element.id)), fields: [])
        }
    }

    /// The read that `read` asked for ended: with all records that the query selects, or not at all.
    mutating func found(
        _ id: Int, _ result: Result<[Record], RemoteError>, serverTime: Date? = nil, at now: TimePoint
    ) {
        guard var job = jobs[id] else { return }
        switch result {
        case .failure(let error):
            job.lastError = error
            if job.inDoubtSince == nil { end(job, .failed(RowFailure(error))) } else { giveUp(job) }
            stop(error.code == .quotaExceeded ? .refused(error) : .unavailable(error), abruptly: true)
        case .success(let records):
            let askedSince = settlingStart(of: job)
            serverClock.note(serverTime, at: now)
            switch job.errand {
            case .resolve: resolved(job, records)
            case .lookForSurvivors: survivors(of: job, Set(records.map(\.id)), at: now)
            case .settle where !configuration.work.key.isEmpty: settledByKey(job, records, at: now)
            case .settle, .write:
                if askedSince.timeIntervalSince(settlingStart(of: job)) > Self.clockTolerance {
                    // Our clock was ahead of the service's, and the read began too late: once more.
                    job.readyAt = now
                    jobs[job.id] = job
                } else {
                    settledByContent(job, records, at: now)
                }
            }
        }
    }

    /// How far before sending the read for lost creates begins (design 5.2), for clocks that count whole seconds and
    /// requests that waited.
    private static let settlingMargin: TimeInterval = 60
    /// How wrong our clock may be before the read is repeated; half of the margin.
    private static let clockTolerance: TimeInterval = 30

    private func settlingStart(of job: Job) -> Date {
        guard let firstSentAt = job.firstSentAt else { return serverClock.time(at: .origin) }
        return serverClock.time(at: firstSentAt).addingTimeInterval(-Self.settlingMargin)
    }

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
            case 0: addCreate(item)
            case 1:
                item.element.id = found[0].id
                addUpdate(item)
            default:
                conclude(item, .failed(matches.ambiguity(of: item)))
                if configuration.onError == .stop { stop(.rowFailed, abruptly: false) }
            }
        }
        endIsolation(of: job)
    }

    // MARK: Lost answers

    private mutating func survivors(of job: Job, _ existing: Set<RecordID>, at now: TimePoint) {
        var job = job
        for item in job.group {
            guard let id = item.element.id, !existing.contains(id) else { continue }
            // After a lost answer the record is gone because of us, as far as anyone can tell.
            conclude(item, job.inDoubtSince == nil ? .alreadyGone(id) : .deleted(id))
        }
        job.positions = job.positions.filter { job.items[$0].element.id.map(existing.contains) ?? false }
        guard !job.positions.isEmpty else { return carryOn(job, at: now) }
        sendAgain(&job, at: now)
    }

    private mutating func settledByKey(_ job: Job, _ records: [Record], at now: TimePoint) {
        var job = job
        let matches = KeyedRecords(records, key: configuration.work.key)
        var missing: [Int] = []
        for position in job.positions {
            var item = job.items[position]
            let found = matches.records(for: item)
            if let record = found.first(where: { isOurs($0, job) }) {
                ownership.claim(record.id, at: now)
                conclude(item, .created(record))
            } else if let other = found.first {
                // Somebody else made a record with this key meanwhile; it is updated like any that exists.
                item.element.id = other.id
                if stopped == nil { addUpdate(item) } else { conclude(item, .notAttempted) }
            } else {
                missing.append(position)
            }
        }
        job.positions = missing
        guard !missing.isEmpty else { return carryOn(job, at: now) }
        sendAgain(&job, at: now)
    }

    /// Looks for rows without a key among the records that were created since and that no answer claimed.
    private mutating func settledByContent(_ job: Job, _ records: [Record], at now: TimePoint) {
        var job = job
        let content = RowContent(schema: configuration.schema)
        let wanted = job.group.map { content.canonical($0.element.fields) }
        let isContended = jobs.values.contains { other in
            other.id != job.id && other.errand == .write && other.readyAt == nil
                && other.group.contains { wanted.contains(content.canonical($0.element.fields)) }
        }
        if isContended {
            // The same rows are under way in another request: which records are whose is known when it is answered.
            job.readyAt = now + .seconds(1)
            jobs[job.id] = job
            return
        }
        var free = records.filter { !ownership.holds($0.id) && isOurs($0, job) }
        var matched: [Record] = []
        for item in job.group {
            guard let place = free.firstIndex(where: { content.holds($0, item.element.fields) }) else { continue }
            matched.append(free.remove(at: place))
        }
        switch matched.count {
        case wanted.count:
            for (item, record) in zip(job.group, matched) {
                ownership.claim(record.id, at: now)
                conclude(item, .created(record))
            }
            carryOn(job, at: now)
        case 0: sendAgain(&job, at: now)
        default:
            end(job, .unknown(Self.unsettled))
            stop(.unsettled, abruptly: true)
        }
    }

    private static let unsettled = RowFailure(
        .unsettled,
        message: "The answer to a create was lost, and the table holds some but not all rows of its request; whether "
            + "this row was written cannot be told. Look for it in the table before it is sent again.")

    private mutating func sendAgain(_ job: inout Job, at now: TimePoint) {
        job.errand = .write
        job.readyAt = now
        jobs[job.id] = job
        if !goesOn { giveUp(job) }
    }
}
