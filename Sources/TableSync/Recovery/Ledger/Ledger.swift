import FoundationEssentials
import TableModel

/// Where each operation of a run stands, by what its journal tells: what was not attempted, what may have been done, what was
/// done, what failed.
///
/// A fold over the run's events in their order. A run can end after any of them, so every prefix leads to a state to go on from;
/// what it says was done has been told by an answer or an outcome, never concluded. It holds some hundred bytes for each
/// operation; cells are left in the journal, and the state says where.
struct Ledger: Sendable {
    /// What is known of an operation.
    enum Standing: Sendable, Hashable {
        /// It was not sent, or whatever was sent of it was not applied.
        case notAttempted
        /// It was sent, and nothing tells whether it was applied.
        case unknown(Doubt)
        case done(Deed)
        /// The service or a rule of ours refused it.
        case failed
    }

    private var standings: [Int: Standing] = [:]
    /// The operations that are looked at; those outside are passed over.
    private let range: Range<Int>
    /// An attempt without an answer: the operations of its elements, which of them may be created, and the records that it deletes.
    private struct Sent: Sendable {
        let event: Int64
        let rows: [Int]
        let mayCreate: [Bool]
        let deletes: [RecordID?]
    }

    private var underWay: [Int: Sent] = [:]
    /// Operations that were refused when they were sent again, after an answer that may have been that they were applied.
    private var refusedAgain: Set<Int> = []
    /// What was in doubt of operations of which a repeat was answered as a change, and whose outcome has not come.
    private var repeated: [Int: Doubt] = [:]
    /// The highest number of an attempt.
    private(set) var lastAttempt = 0
    /// How many operations there are up to the last of which anything is told.
    private(set) var count = 0
    /// How far the service's clock was ahead of ours when it first told the time.
    private(set) var firstClockLead: TimeInterval?
    private var clockLead: TimeInterval?

    /// - Parameter range: The operations to look at: memory is for those alone.
    init(of range: Range<Int> = 0..<Int.max) { self.range = range }

    subscript(operation: Int) -> Standing { standings[operation] ?? .notAttempted }

    /// The operations of which something is known, in their order.
    var operations: [Int] { standings.keys.sorted() }

    /// The operations that may have been done, in their order.
    var unknown: [(operation: Int, doubt: Doubt)] {
        operations.compactMap { operation in
            guard case .unknown(let doubt) = self[operation] else { return nil }
            return (operation, doubt)
        }
    }

    /// The operations that were done as a change of a record that an earlier sending of theirs may have created, in their order:
    /// which it is only an outcome says.
    var perhapsCreated: [(operation: Int, deed: Deed, doubt: Doubt)] {
        repeated.sorted { $0.key < $1.key }.compactMap { operation, doubt in
            guard case .done(let deed) = self[operation] else { return nil }
            return (operation, deed, doubt)
        }
    }

    /// How many operations were refused.
    var countFailed: Int {
        standings.values.count { standing in if case .failed = standing { true } else { false } }
    }

    /// Whether an operation failed, or may have been done.
    var hasFailures: Bool {
        standings.values.contains { standing in
            switch standing {
            case .failed, .unknown: true
            case .notAttempted, .done: false
            }
        }
    }

    /// What was done of that kind, the newest first.
    func deeds(_ kind: Deed.Kind) -> [(operation: Int, deed: Deed)] {
        let deeds = standings.compactMap { operation, standing -> (operation: Int, deed: Deed)? in
            guard case .done(let deed) = standing, deed.kind == kind else { return nil }
            return (operation, deed)
        }
        return deeds.sorted { ($0.deed.told, $0.operation) > ($1.deed.told, $1.operation) }
    }

    /// Takes in the next event of the run.
    mutating func take(_ event: JournalledEvent) {
        switch event.event {
        case .intent(let attempt, let chunk, let rows):
            lastAttempt = max(lastAttempt, attempt)
            underWay[attempt] = Sent(
                event: event.number, rows: rows, mayCreate: chunk.elements.map(chunk.verb.mayCreate),
                deletes: chunk.verb == .delete ? chunk.elements.map(\.id) : [])
            count = max(count, (rows.max() ?? -1) + 1)
            for (element, row) in rows.enumerated() {
                send(row, Place(event: event.number, element: element), at: event.date)
            }
        case .answered(let attempt, let answer):
            guard let sent = underWay.removeValue(forKey: attempt) else { return }
            switch answer {
            case .applied(let answer): applied(sent, answer, told: event)
            case .unknown: for row in sent.rows { loseAnswer(row, at: event.date) }
            case .notApplied, .rejected, .fatal: for row in sent.rows { takeBack(row) }
            }
        case .withdrawn(let attempt):
            for row in underWay.removeValue(forKey: attempt)?.rows ?? [] { takeBack(row) }
        case .outcomes(let outcomes):
            for (element, outcome) in outcomes.enumerated() {
                count = max(count, outcome.index + 1)
                conclude(outcome, told: Place(event: event.number, element: element))
            }
        case .preImages: break
        }
    }

    // MARK: Inside

    private mutating func send(_ row: Int, _ place: Place, at date: Date) {
        guard range.contains(row) else { return }
        switch self[row] {
        // What was done is final; an undo mends links of a record that it has created in another request.
        case .done: break
        case .unknown(var doubt):
            doubt.sendAgain(place, at: date)
            standings[row] = .unknown(doubt)
        case .notAttempted, .failed: standings[row] = .unknown(Doubt(place, at: date, clockLead: clockLead))
        }
    }

    private mutating func loseAnswer(_ row: Int, at date: Date) {
        guard case .unknown(var doubt) = self[row] else { return }
        doubt.loseAnswer(at: date)
        standings[row] = .unknown(doubt)
    }

    /// One sending of the row was not applied; earlier ones may have been.
    private mutating func takeBack(_ row: Int) {
        guard case .unknown(var doubt) = self[row] else { return }
        standings[row] = doubt.takeBack() ? .unknown(doubt) : nil
    }

    private mutating func applied(
        _ sent: Sent, _ answer: WriteAnswer, told event: JournalledEvent
    ) {
        if let time = answer.serverTime {
            clockLead = time.timeIntervalSince(event.date)
            firstClockLead = firstClockLead ?? clockLead
        }
        for (element, row) in sent.rows.enumerated() {
            guard case .unknown(let doubt) = self[row] else { continue }
            let kind: Deed.Kind
            if answer.records.indices.contains(element) {
                kind = answer.created.contains(answer.records[element].id) ? .created : .updated
                if kind == .updated, sent.mayCreate[element], doubt.isRepeated { repeated[row] = doubt }
            } else {
                let id = sent.deletes.indices.contains(element) ? sent.deletes[element] : nil
                kind = id.map(answer.deleted.contains) ?? true ? .deleted : .alreadyGone
            }
            standings[row] = .done(
                Deed(kind, intent: doubt.intent, told: Place(event: event.number, element: element)))
        }
    }

    private mutating func conclude(_ outcome: RowOutcome, told place: Place) {
        let row = outcome.index
        guard range.contains(row) else { return }
        repeated[row] = nil
        switch outcome.result {
        case .created: conclude(row, .created, told: place)
        case .updated: conclude(row, .updated, told: place)
        case .deleted: conclude(row, .deleted, told: place)
        case .alreadyGone: conclude(row, .alreadyGone, told: place)
        case .failed: if !isDone(row) { standings[row] = .failed }
        case .notAttempted: if !isDone(row) { standings[row] = refusedAgain.contains(row) ? .failed : nil }
        case .unknown(let failure): if failure.wasRefused { refusedAgain.insert(row) }
        // What was undone is told by the journal of the undo.
        case .rolledBack, .restored: break
        }
    }

    private mutating func conclude(_ row: Int, _ kind: Deed.Kind, told place: Place) {
        switch self[row] {
        case .done(var deed):
            // An answer came before and told the cells; whether it was a repeated create only the outcome says.
            if deed.kind != .created { deed.kind = kind }
            standings[row] = .done(deed)
        case .unknown(let doubt): standings[row] = .done(Deed(kind, intent: doubt.intent, told: place))
        case .notAttempted, .failed: standings[row] = .done(Deed(kind, intent: nil, told: place))
        }
    }

    private func isDone(_ row: Int) -> Bool { if case .done = self[row] { true } else { false } }
}
