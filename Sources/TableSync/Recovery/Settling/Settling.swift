import FoundationEssentials
import RateLimiting
import TableModel

/// Looks up in the table what became of the writes of a run that nobody was told of, and writes down what it finds.
///
/// Nothing is looked up until 30 s after it can have been sent: the service may still be at work on it. A request leaves some time
/// after its intent is written down, when the pace lets it, and a process that died may have lived till just now. Costs ⌈u/100⌉ requests for what was
/// sent by id, ⌈c/100⌉ for creates with a key, and one read of everything created since for creates without.
struct Settling: Sendable {
    let journal: Journal
    let run: JournalledRun
    let log: any RunLog
    let reader: RepeatingReader
    let options: RunOptions
    /// Whether nothing but creates is looked up, since everything else is decided anew anyway.
    var onlyCreates = false

    /// What came of it.
    struct Findings: Sendable {
        /// The outcome of each operation that was in doubt: what was done, what was not, and what cannot be told.
        var outcomes: [RowOutcome] = []
        var cost = ReadCost()
        /// The lines of the rows that were in doubt, as far as they are known.
        fileprivate var lines: [Int: Int] = [:]
    }

    var content: RowContent { RowContent(schema: options.schema) }

    /// Settles what `ledger` has in doubt; its next reading knows the outcomes.
    ///
    /// - Throws: `RemoteError` if the table cannot be read, or a stop is requested first; ``JournalError``, `CancellationError`.
    func callAsFunction(_ ledger: Ledger) async throws -> Findings {
        var findings = Findings()
        try await concludeRepeats(ledger)
        let unknown = ledger.unknown
        guard !unknown.isEmpty else { return findings }
        findings.lines = try journal.lines(of: run, Set(unknown.map(\.operation)))
        let begun = options.time.date
        // What is decided anew must not be under way any more either.
        try await options.wait(for: unknown.map(\.doubt))
        let writes = try await doubtfulWrites(unknown, ledger, at: begun, &findings)
        if !onlyCreates { try await settleByID(writes.filter { !$0.isCreate }, &findings) }
        let creates = writes.filter(\.isCreate)
        guard !creates.isEmpty else { return findings }
        let others = try journal.createdByOthers(
            than: run, since: unknown.map(\.doubt.firstSentAt).min() ?? begun)
        if run.description.key.isEmpty {
            try await settleByContent(creates, ledger, others, &findings)
        } else {
            try await settleByKey(creates, others, &findings)
        }
        return findings
    }

    private func doubtfulWrites(
        _ unknown: [(operation: Int, doubt: Doubt)], _ ledger: Ledger, at begun: Date,
        _ findings: inout Findings
    ) async throws -> [DoubtfulWrite] {
        let sent = try journal.writes(at: unknown.map(\.doubt.intent))
        var leadNow: TimeInterval?
        if ledger.firstClockLead == nil, sent.values.contains(where: { $0.element.id == nil }) {
            leadNow = try await readClockLead(&findings)
        }
        let steps = try journal.steps(of: run, at: unknown.map(\.operation))
        let preImages = try journal.preImages(of: run, sent.values.compactMap(\.element.id))
        return unknown.compactMap { operation, doubt in
            guard let (verb, element) = sent[doubt.intent] else { return nil }
            let lead = doubt.clockLead ?? ledger.firstClockLead
            return DoubtfulWrite(
                operation: operation, verb: verb, element: element,
                before: steps[operation]?.before ?? element.id.flatMap { preImages[$0] }?.cells(element.fields.names),
                sentAt: lead.map { doubt.sentAt(ahead: $0) } ?? doubt.sentAt(aheadNow: leadNow ?? 0, at: begun))
        }
    }

    /// How far the service's clock is ahead of ours, for a run that no answer has told it. Asks for an id that no record has.
    private func readClockLead(_ findings: inout Findings) async throws -> TimeInterval? {
        var time: Date?
        let query = RecordQuery(.ids([RecordID(unchecked: "rec00000000000000")]), fields: [])
        let cost = try await reader.read(query) { page in
            time = page.serverTime
            return .stop
        }
        findings.cost.add(cost)
        return time.map { $0.timeIntervalSince(options.time.date) }
    }

    // MARK: Looking up

    private func settleByID(_ writes: [DoubtfulWrite], _ findings: inout Findings) async throws {
        for page in writes.pages(of: reader.recordsPerPage) {
            let records = try await read(RecordQuery(.ids(page.compactMap(\.element.id))), &findings)
            let found = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
            try await conclude(page, &findings) { write in
                write.verdict(on: write.element.id.flatMap { found[$0] }, content)
            }
        }
    }

    /// - Parameter others: Records that other runs have created.
    private func settleByKey(
        _ writes: [DoubtfulWrite], _ others: Set<RecordID>, _ findings: inout Findings
    ) async throws {
        let key = run.description.key.map { FieldSchema.orUntyped($0, in: options.schema) }
        let form = KeyForm(key)
        for page in writes.pages(of: reader.recordsPerPage) {
            let values = page.map { write in key.map { write.element.fields[$0.name] ?? .null } }
            let fields = key.map { KeyField(name: $0.name, type: $0.type) }
            let records = try await read(RecordQuery(.keys(values, of: fields)), &findings)
                .filter { !others.contains($0.id) }
            let found = Dictionary(grouping: records) { form.storedKey(of: $0.fields) }
            try await conclude(page, &findings) { write in
                let key = form.storedKey(of: write.element.fields)
                return write.verdict(amongKeyed: key.flatMap { found[$0] } ?? [], content)
            }
        }
    }

    private func settleByContent(
        _ writes: [DoubtfulWrite], _ ledger: Ledger, _ others: Set<RecordID>, _ findings: inout Findings
    ) async throws {
        guard let first = writes.map(\.sentAt.lowerBound).min() else { return }
        let records = try await read(RecordQuery(.created(since: first.addingTimeInterval(-60))), &findings)
        var claimed = others.union(try journal.toldIDs(at: ledger.deeds(.created).map(\.deed.told)).values)
        let requests = Dictionary(grouping: writes) { write -> Int64 in
            guard case .unknown(let doubt) = ledger[write.operation] else { return 0 }
            return doubt.intent.event
        }
        for (_, request) in requests.sorted(by: { $0.key < $1.key }) {
            let verdicts = DoubtfulWrite.verdicts(on: request, amongCreated: records, claimed: claimed, content)
            for case .done(.created(let record)) in verdicts.values { claimed.insert(record.id) }
            try await conclude(request, &findings) { verdicts[$0.operation] ?? .notDone }
        }
    }

    private func read(_ query: RecordQuery, _ findings: inout Findings) async throws -> [Record] {
        var records: [Record] = []
        let cost = try await reader.read(query) { page in
            records += page.records
            return .goOn
        }
        findings.cost.add(cost)
        return records
    }

    /// Writes the verdicts down as outcomes.
    private func conclude(
        _ writes: some Sequence<DoubtfulWrite>, _ findings: inout Findings,
        _ verdict: (DoubtfulWrite) -> DoubtfulWrite.Verdict
    ) async throws {
        let outcomes = writes.map { write in
            let result: RowOutcome.Result =
                switch verdict(write) {
                case .done(let result): result
                case .notDone: .notAttempted
                case .open(let failure): .unknown(failure)
                }
            return RowOutcome(index: write.operation, line: findings.lines[write.operation] ?? 0, result: result)
        }
        guard !outcomes.isEmpty else { return }
        try await log.record(.outcomes(outcomes))
        findings.outcomes += outcomes
    }
}

extension PlanOperation {
    /// The cells that the step changes as they were before; nil if it changes none of a record that was there.
    var before: Fields? {
        switch self {
        case .update(let update), .archive(let update): update.before
        case .create, .delete, .unchanged, .skipped, .invalid, .adopt: nil
        }
    }
}

extension Record {
    /// Those of its cells, null for blank ones.
    func cells(_ names: [String]) -> Fields { Fields(names.map { ($0, fields[$0] ?? .null) }) }
}

extension Array {
    /// The elements in groups of at most `size`, in order.
    func pages(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}
