import FoundationEssentials
import RateLimiting
import TableModel

/// What became of creates without a key whose answers were lost: they are looked for among all that was created since.
///
/// Such a read grows with the run, so creates that were lost together share one.
extension RunMachine {
    /// How long a lost create that could be looked for waits for others that are to be soon; one broken connection
    /// loses what was sent over it within a second or two.
    private static let company: Duration = .seconds(5)
    /// How far before sending the read for lost creates begins (design 5.2), for clocks that count whole seconds and
    /// requests that waited.
    private static let margin: TimeInterval = 60
    /// How wrong our clock may be before the read is repeated; half of the margin.
    private static let clockTolerance: TimeInterval = 30

    /// Whether the job is a lost create without a key that is to be looked for, or is being.
    func isSettledByContent(_ job: Job) -> Bool { job.errand == .settle && configuration.work.key.isEmpty }

    /// The lost creates that a read begun now answers for: none of them can be under way any more. Empty as long as others
    /// should be waited for.
    func settlingParty(at now: TimePoint) -> [Job] {
        let waiting = jobs.inOrder.filter { isSettledByContent($0) && $0.readyAt != nil }
        guard let first = waiting.compactMap(\.readyAt).min(), first <= now else { return [] }
        let isExpected = waiting.contains { job in job.readyAt.map { $0 > now && $0 <= first + Self.company } ?? false }
        return isExpected ? [] : waiting.filter { job in job.readyAt.map { $0 <= now } ?? false && !isContended(job) }
    }

    /// Makes one read of `leader` answer for the whole party; gives its query.
    mutating func gather(_ party: [Job], around leader: inout Job) -> RecordQuery {
        let since = settlingStart(of: party)
        leader.askedSince = since
        for job in party where job.id != leader.id { join(job, to: leader) }
        return RecordQuery(.created(since: since))
    }

    /// The read for `leader` and those who joined it gave `records`.
    mutating func settledByContent(_ leader: Job, _ records: [Record], at now: TimePoint) {
        let party = [leader] + jobs.joined(to: leader.id)
        let isLate = leader.askedSince.map {
            $0.timeIntervalSince(settlingStart(of: party)) > Self.clockTolerance
        }
        for job in party {
            // Late: our clock was ahead of the service's, and the read began too late. Contended: a row like one of the job's
            // was sent while the table was read. Once more, either way.
            if isLate ?? false || isContended(job) {
                resume(job, at: now)
            } else {
                settle(job, records, at: now)
            }
        }
    }

    /// The moment, by the service's clock, before which it cannot have created any row of `party`.
    private func settlingStart(of party: [Job]) -> Date {
        let firstSentAt = party.compactMap(\.firstSentAt).min() ?? .origin
        return serverClock.time(at: firstSentAt).addingTimeInterval(-Self.margin)
    }

    /// Answers, or a look-up, say that these records are this run's.
    mutating func claim(_ records: some Sequence<Record>, at now: TimePoint) {
        guard configuration.work == .create else { return }
        for record in records { ownership.claim(record.id, at: now) }
        ownership.forgetClaims(before: jobs.firstSending ?? now)
    }

    /// Whether a row of a lost create is under way in another request too: which record is whose is known only when that
    /// is answered.
    private func isContended(_ job: Job) -> Bool {
        let content = RowContent(schema: configuration.schema)
        let wanted = Set(job.group.map { content.canonical($0.element.fields) })
        return jobs.contains { other in
            other.id != job.id && other.errand == .write && other.stage == .underWay
                && other.group.contains { wanted.contains(content.canonical($0.element.fields)) }
        }
    }

    /// Looks for rows without a key among the records that were created since, and that neither an answer nor another run claimed.
    private mutating func settle(_ job: Job, _ records: [Record], at now: TimePoint) {
        let content = RowContent(schema: configuration.schema)
        let sentAt = earlierCreate(job, at: job.positions[0])
        var free = records.filter { record in
            !ownership.holds(record.id) && !configuration.othersRecords.contains(record.id)
                && sentAt.map { record.wasCreated(since: $0) } ?? false
        }
        // Rows with the most cells choose first: a record that holds them may hold a shorter row as well.
        let order = job.positions.sorted {
            content.canonical(job.items[$0].element.fields).count
                > content.canonical(job.items[$1].element.fields).count
        }
        var matched: [Int: Record] = [:]
        for isMatch in [content.holds, content.isMade] {
            for position in order where matched[position] == nil {
                let fields = job.items[position].element.fields
                let place = free.firstIndex { isMatch($0, fields) && content.holdsOnly($0, fields) }
                guard let place else { continue }
                matched[position] = free.remove(at: place)
            }
        }
        let mayBeThere = job.group.contains { item in free.contains { content.canBe($0, madeBy: item.element.fields) } }
        switch matched.count {
        case job.positions.count:
            claim(matched.values, at: now)
            for (position, record) in matched {
                conclude(job.items[position], .created(record))
            }
            carryOn(job, at: now)
        case 0 where !mayBeThere: sendAgain(job, at: now)
        default:
            end(job, .unknown(Self.unsettled))
            stop(.unsettled, abruptly: true)
        }
    }

    private static let unsettled = RowFailure(
        .unsettled,
        message:
            "The answer to a create was lost, and the table does not tell whether all rows of its request are there; whether "
            + "this row was written is not known. Look for it in the table before it is sent again.")
}
