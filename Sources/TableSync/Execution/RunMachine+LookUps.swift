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
        guard let job = jobs[id] else { return }
        noteEnd(of: job, isAnswer: true)
        switch result {
        case .failure(let error):
            fail(job, error)
            let isFatal = [.quotaExceeded, .unauthorized, .forbidden].contains(error.code)
            stop(isFatal ? .refused(error) : .unavailable(error), abruptly: true)
        case .success(let records):
            let askedSince = settlingStart(of: job)
            learn(serverTime, at: now)
            switch job.errand {
            case .resolve: resolved(job, records)
            case .lookForSurvivors: survivors(of: job, Set(records.map(\.id)), at: now)
            case .settle where !configuration.work.key.isEmpty: settledByKey(job, records, at: now)
            case .settle, .write:
                if askedSince.timeIntervalSince(settlingStart(of: job)) > Self.clockTolerance {
                    // Our clock was ahead of the service's, and the read began too late: once more.
                    resume(job, at: now)
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
                if configuration.onError != .continue { stop(.rowFailed, abruptly: false) }
            }
        }
        endIsolation(of: job)
    }

    // MARK: Lost answers

    private mutating func survivors(of job: Job, _ existing: Set<RecordID>, at now: TimePoint) {
        var job = job
        let gone = Set(job.positions.filter { job.items[$0].element.id.map { !existing.contains($0) } ?? true })
        if gone.isEmpty, job.inDoubtSince == nil, let error = job.lastError {
            // The service says that one is missing, and all are there: sending the same again would go on for ever.
            end(job, .failed(RowFailure(error)))
            if configuration.onError != .continue { stop(.rowFailed, abruptly: false) }
            return
        }
        for item in job.group {
            guard let id = item.element.id, !existing.contains(id) else { continue }
            // After a lost answer the record is gone because of us, as far as anyone can tell.
            conclude(item, job.inDoubtSince == nil ? .alreadyGone(id) : .deleted(id))
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
            if let record = found.first(where: { isOurs($0, job) && content.holds($0, item.element.fields) }) {
                claim(record, at: now)
                conclude(item, .created(record))
            } else if found.count > 1 {
                conclude(item, .failed(matches.ambiguity(of: item)))
            } else if stopped == nil {
                // Somebody else made a record with this key meanwhile; it is updated like any that exists.
                item.element.id = other.id
                addUpdate(item)
            } else {
                conclude(item, .notAttempted)
            }
        }
        release(settled, from: &job)
        guard !job.positions.isEmpty else { return carryOn(job, at: now) }
        sendAgain(job, at: now)
    }

    /// Whether a row of a lost create is under way in another request too: which record is whose is known only when that
    /// is answered.
    func isContended(_ job: Job) -> Bool {
        guard configuration.work.key.isEmpty else { return false }
        let content = RowContent(schema: configuration.schema)
        let wanted = Set(job.group.map { content.canonical($0.element.fields) })
        return jobs.contains { other in
            other.id != job.id && other.errand == .write && other.readyAt == nil
                && other.group.contains { wanted.contains(content.canonical($0.element.fields)) }
        }
    }

    /// Looks for rows without a key among the records that were created since and that no answer claimed.
    private mutating func settledByContent(_ job: Job, _ records: [Record], at now: TimePoint) {
        if isContended(job) {
            // One was sent while the table was read.
            return resume(job, at: now)
        }
        let content = RowContent(schema: configuration.schema)
        var free = records.filter { !ownership.holds($0.id) && isOurs($0, job) }
        // Rows with the most cells choose first: a record that holds them may hold a shorter row as well.
        let order = job.positions.sorted {
            content.canonical(job.items[$0].element.fields).count
                > content.canonical(job.items[$1].element.fields).count
        }
        var matched: [Int: Record] = [:]
        for position in order {
            let fields = job.items[position].element.fields
            guard let place = free.firstIndex(where: { content.holds($0, fields) }) else { continue }
            matched[position] = free.remove(at: place)
        }
        switch matched.count {
        case job.positions.count:
            for (position, record) in matched {
                claim(record, at: now)
                conclude(job.items[position], .created(record))
            }
            carryOn(job, at: now)
        case 0: sendAgain(job, at: now)
        default:
            end(job, .unknown(Self.unsettled))
            stop(.unsettled, abruptly: true)
        }
    }

    private static let unsettled = RowFailure(
        .unsettled,
        message: "The answer to a create was lost, and the table holds some but not all rows of its request; whether "
            + "this row was written cannot be told. Look for it in the table before it is sent again.")

    /// Sends what a look-up did not find, unless that was tried often enough.
    private mutating func sendAgain(_ job: Job, at now: TimePoint) {
        var job = job
        guard goesOn else { return giveUp(job) }
        if job.inDoubtSince != nil, isUsedUp(job, at: now), let error = job.doubt {
            // It was just looked up: nothing of it was written.
            end(job, .failed(RowFailure(error)))
            return stop(.unavailable(error), abruptly: true)
        }
        job.errand = .write
        resume(job, at: now)
    }
}
