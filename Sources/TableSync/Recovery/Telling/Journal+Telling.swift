import TableModel

extension Journal {
    /// So many operations are looked at in one pass over a run's events, some hundred bytes each.
    private static let operationsAtOnce = 20_000
    /// So many steps are read at once.
    private static let stepsAtOnce = 1_000

    /// How the operations of a run stand, by number. Reads all events of the run, in memory that does not grow with it.
    ///
    /// - Throws: ``JournalError``.
    public func tally(of run: JournalledRun) throws -> RunTally {
        var tally = RunTally()
        try ledgers(of: run) { ledger, _, operations in
            for operation in operations { tally.add(ledger[operation]) }
            for page in ledger.unknown.pages(of: Self.stepsAtOnce) {
                let sent = try writes(at: page.map(\.doubt.intent)).values
                tally.createsInDoubt += sent.count { $0.verb.mayCreate($0.element) }
            }
        }
        return tally
    }

    /// Gives `body` the operations of a run in their order, with what became of each, in memory that does not grow with the run.
    ///
    /// - Throws: ``JournalError``, and what `body` throws.
    public func steps(of run: JournalledRun, _ body: (JournalledStep) throws -> Void) throws {
        let drifts = try drifts(of: run)
        let original = try run.description.undoes.flatMap { id in try runs().first { $0.id == id } }
        try ledgers(of: run) { ledger, ends, operations in
            let deleted = try original.map { try recordsDeleted(by: $0, among: operations) } ?? [:]
            for page in operations.pages(of: Self.stepsAtOnce) {
                let undone = try original.map { try steps(of: $0, at: page) } ?? [:]
                for var step in try steps(of: run, at: page, ledger, ends) {
                    if step.standing == .notAttempted { step.leftOut = drifts[step.position] }
                    if step.standing == .created { step.replaces = deleted[step.position] }
                    step.undoneKey = undone[step.position]?.key ?? []
                    try body(step)
                }
            }
        }
    }

    /// What is known of some operations' rows, by their places in the run. Reads nothing if there are none.
    ///
    /// - Throws: ``JournalError``.
    public func subjects(of run: JournalledRun, at operations: Set<Int>) throws -> [Int: UndoReport.Subject] {
        var subjects: [Int: UndoReport.Subject] = [:]
        guard !operations.isEmpty else { return subjects }
        try steps(of: run) { step in
            guard operations.contains(step.position) else { return }
            subjects[step.position] = UndoReport.Subject(
                line: step.line, key: step.operation?.key ?? [], record: step.record)
        }
        return subjects
    }

    // MARK: Inside

    /// The records that a run deleted by some of its operations, which come in order.
    private func recordsDeleted(by run: JournalledRun, among operations: [Int]) throws -> [Int: RecordID] {
        guard let first = operations.first, let last = operations.last else { return [:] }
        var ledger = Ledger(of: first..<last + 1)
        try events(of: run) { ledger.take($0) }
        let deeds = ledger.deeds(.deleted)
        let written = try writtenIDs(at: deeds.compactMap(\.deed.intent))
        return deeds.reduce(into: [:]) { deleted, deed in
            deleted[deed.operation] = deed.deed.intent.flatMap { written[$0] }
        }
    }

    /// What outcomes say of operations besides their standing.
    private struct Ends {
        var lines: [Int: Int] = [:]
        var reasons: [Int: RowFailure] = [:]

        mutating func take(_ outcome: RowOutcome) {
            if lines[outcome.index] == nil, outcome.line > 0 { lines[outcome.index] = outcome.line }
            switch outcome.result {
            case .failed(let failure): reasons[outcome.index] = failure
            case .unknown(let failure) where failure.wasRefused: reasons[outcome.index] = failure
            default: break
            }
        }
    }

    /// Gives `body` the state of some operations after others, how those ended that did, and which they are.
    private func ledgers(
        of run: JournalledRun, _ body: (Ledger, Ends, [Int]) throws -> Void
    ) throws {
        let count = try operationCount(of: run)
        for first in stride(from: 0, to: count, by: Self.operationsAtOnce) {
            let range = first..<min(first + Self.operationsAtOnce, count)
            var ledger = Ledger(of: range)
            var ends = Ends()
            try events(of: run) { event in
                ledger.take(event)
                guard case .outcomes(let outcomes) = event.event else { return }
                for outcome in outcomes where range.contains(outcome.index) { ends.take(outcome) }
            }
            // Without a plan, what nothing is known of is no operation.
            try body(ledger, ends, run.description.plan == nil ? ledger.operations : Array(range))
        }
    }

    /// The number of steps of the plan or, without one, of the places up to the last that an event names.
    private func operationCount(of run: JournalledRun) throws -> Int {
        guard run.description.plan == nil else { return try stepCount(of: run) }
        var count = 0
        try events(of: run) { event in
            switch event.event {
            case .intent(_, _, let rows): count = max(count, (rows.max() ?? -1) + 1)
            case .outcomes(let outcomes): count = max(count, (outcomes.map(\.index).max() ?? -1) + 1)
            case .answered, .withdrawn, .preImages: break
            }
        }
        return count
    }

    private func steps(
        of run: JournalledRun, at page: ArraySlice<Int>, _ ledger: Ledger, _ ends: Ends
    ) throws -> [JournalledStep] {
        let planned = try steps(of: run, at: page)
        let deeds = page.compactMap { ledger[$0].deed }
        let told = try records(at: deeds.map(\.told))
        let intents = page.compactMap { ledger[$0].intent }
        let writes = try writes(at: intents)
        let attempts = try attempts(Set(page.compactMap { ledger[$0].doubt?.intent.event }))
        let ids = page.reduce(into: [Int: RecordID]()) { ids, operation in
            let standing = ledger[operation]
            ids[operation] =
                standing.deed.flatMap { told[$0.told]?.id } ?? planned[operation]?.record
                ?? standing.intent.flatMap { writes[$0]?.element.id }
        }
        let images = try preImages(of: run, ids.values)
        // What an undo counts as lines are operations of the run that it undoes.
        let hasLines = run.description.undoes == nil
        return page.map { operation in
            let standing = ledger[operation]
            let held = ids[operation].map { images[$0] != nil } ?? false
            let isRead = run.description.preImages.areKnown && planned[operation]?.before != nil
            return JournalledStep(
                position: operation, operation: planned[operation],
                line: planned[operation].map(\.line) ?? (hasLines ? ends.lines[operation] : nil),
                sent: planned[operation] == nil ? standing.intent.flatMap { writes[$0]?.element.fields } : nil,
                standing: JournalledStep.Standing(standing, ends.reasons[operation], attempts: attempts),
                record: ids[operation], hasPreImage: held || isRead)
        }
    }

    /// The numbers of the attempts that these events are the intents of.
    private func attempts(_ numbers: Set<Int64>) throws -> [Int64: Int] {
        try events(numbers).compactMapValues { event in
            guard case .intent(let attempt, _, _) = event else { return nil }
            return attempt
        }
    }
}

extension Ledger.Standing {
    fileprivate var deed: Deed? { if case .done(let deed) = self { deed } else { nil } }
    fileprivate var doubt: Doubt? { if case .unknown(let doubt) = self { doubt } else { nil } }
    /// Where the cells stand that were sent last.
    fileprivate var intent: Place? { deed?.intent ?? doubt?.intent }
}

extension JournalledStep.Standing {
    fileprivate init(_ standing: Ledger.Standing, _ reason: RowFailure?, attempts: [Int64: Int]) {
        switch standing {
        case .notAttempted: self = .notAttempted
        case .unknown(let doubt): self = .inDoubt(attempt: attempts[doubt.intent.event], since: doubt.lastSentAt)
        case .failed: self = .failed(reason)
        case .done(let deed):
            switch deed.kind {
            case .created: self = .created
            case .updated: self = .updated
            case .deleted: self = .deleted
            case .alreadyGone: self = .alreadyGone
            }
        }
    }
}

extension PlanOperation {
    /// The record that the plan names; nil for one that is to be created, or is none.
    fileprivate var record: RecordID? {
        switch self {
        case .update(let update), .archive(let update): update.id
        case .delete(let delete): delete.id
        case .create, .unchanged, .skipped, .invalid, .adopt: nil
        }
    }
}
