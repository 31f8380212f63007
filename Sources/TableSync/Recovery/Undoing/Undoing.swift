import FoundationEssentials
import RateLimiting
import TableModel

/// Undoes a run: what it deleted is created again, then what it changed is put back, then what it created is deleted; of each kind
/// the newest first (design 5.5).
///
/// Each page is read before it is decided, so nothing is overwritten that somebody else did since, and what is undone already
/// needs nothing more: an undo that was interrupted is resumed by beginning it again. Its own journal tells the records that it
/// has created, and what it has put back, which is for others to change from then on.
struct Undoing<Table: RemoteTable>: Sendable {
    let table: Table
    let journal: Journal
    let run: JournalledRun
    let undo: UndoWork
    let schema: TableSchema
    let options: RunOptions
    /// Reads how far each part is; nil if nobody wants to know.
    var progress: (@Sendable (ProgressUpdates) async -> Void)?

    private let ledger: Ledger
    private let rules: UndoRules
    private let names: FieldNames
    /// The records that the run deleted, by operation.
    private let deleted: [Int: RecordID]
    private let undone: Ledger
    private let desk: UndoDesk

    private typealias Decided = (operation: Int, id: RecordID, decision: UndoRules.Decision)

    /// - Parameters:
    ///   - ledger: Where the operations of the run stand, none in doubt that can be settled.
    ///   - undone: Where those stand of what was undone of it before.
    init(
        _ table: Table, _ journal: Journal, run: JournalledRun, _ ledger: Ledger, _ undo: UndoWork, _ undone: Ledger,
        schema: TableSchema, options: RunOptions
    ) throws {
        self.table = table
        self.journal = journal
        self.run = run
        self.ledger = ledger
        self.undo = undo
        self.undone = undone
        self.schema = schema
        self.options = options

        let deeds = ledger.deeds(.deleted)
        let writes = try journal.writes(at: deeds.compactMap(\.deed.intent))
        var deleted: [Int: RecordID] = [:]
        for (operation, deed) in deeds { deleted[operation] = deed.intent.flatMap { writes[$0] }?.element.id }
        let created = undone.deeds(.created)
        let records = try journal.records(at: created.map(\.deed.told))
        var replaced: [RecordID: RecordID] = [:]
        for (operation, deed) in created {
            if let old = deleted[operation], let new = records[deed.told]?.id { replaced[old] = new }
        }
        self.deleted = deleted
        names = FieldNames(since: run.description, in: schema)
        rules = UndoRules(schema: schema, deleted: Set(deleted.values))
        let kinds: [(Deed.Kind, UndoReport.Ending)] = [
            (.deleted, .recreated), (.updated, .restored), (.created, .removed),
        ]
        var earlier: [Int: UndoReport.Ending] = [:]
        for (kind, ending) in kinds {
            for (operation, _) in ledger.deeds(kind) where undo.isUndone(operation, undone[operation]) {
                earlier[operation] = ending
            }
        }
        desk = UndoDesk(
            run: run.id, unseen: run.description.preImages.unseen, replaced: replaced, earlier: earlier)
    }

    /// - Throws: `RemoteError`, ``JournalError``, `CancellationError`; ``InterruptedRun`` if something on our side stopped it in between.
    func callAsFunction() async throws -> UndoReport {
        let deletes = ledger.deeds(.deleted)
        let deeds = deletes + ledger.deeds(.updated) + ledger.deeds(.created)
        desk.open(deeds.map(\.operation))
        desk.change { $0.operations = deeds.count + ledger.unknown.count }
        let (updates, creates) = (settling(.updated), settling(.created))
        for (operation, _) in ledger.unknown { leaveUnknown(operation) }
        var attempts = undone.lastAttempt
        attempts = try await carryOut(deletes, .create, after: attempts, recreations)
        attempts = try await carryOut(updates, .update, after: attempts, restorations)
        attempts = try await carryOut(try relinkable(deletes), .update, after: attempts, relinkings)
        _ = try await carryOut(creates, .delete, after: attempts, removals)
        let report = desk.report
        do { try report.requireAccounts() } catch { throw stopped(by: error) }
        return report
    }

    /// What the run did of a kind, but for what is undone already, which is settled. What a part that died lost with it nobody was
    /// told, so that its restorations are looked at again.
    private func settling(_ kind: Deed.Kind) -> [UndoElements.Operation] {
        ledger.deeds(kind).filter { operation, _ in
            guard undo.isUndone(operation, undone[operation]), !undo.hasUntoldPart || kind != .updated else {
                return true
            }
            desk.settle(operation)
            return false
        }
    }

    // MARK: Carrying out

    /// Decides and writes one part; gives the number of the undo's last attempt. A part that was stopped is the last.
    private func carryOut(
        _ deeds: [UndoElements.Operation], _ work: Work, after attempts: Int,
        _ decide: @escaping @Sendable (ArraySlice<UndoElements.Operation>) async throws -> [UndoElement]
    ) async throws -> Int {
        guard desk.report.stopped == nil, !deeds.isEmpty else { return attempts }
        let pageSize = table.limits.recordsPerPage
        let elements = UndoElements(deeds: deeds, pageSize: pageSize, decide: decide)
        // A page of deleted records is read twice: by id, and by key.
        let reads = deeds.count.dividedUp(by: pageSize) * (work == .create ? 2 : 1)
        let budget = options.maxRequests.map { $0 - desk.report.requests - reads }
        guard budget ?? 1 > 0 else {
            desk.change { $0.stopped = .budgetReached(requests: $0.requests) }
            return attempts
        }
        guard let own = undo.own else {
            for try await element in elements { rehearse(element, work) }
            return attempts
        }
        let numbers = RowNumbers()
        let log = RenumberedLog(journal.log(of: own, then: options.log), after: attempts) { numbers[$0] }
        do {
            let item: @Sendable (Int, UndoElement) -> RunItem = { row, element in
                numbers.append(element.operation)
                return RunItem(index: row, line: element.operation + 1, element: element.element)
            }
            let outcome: @Sendable (RowOutcome) async throws -> Void = { [desk, deleted] outcome in
                let operation = numbers[outcome.index]
                desk.take(outcome, of: operation, old: deleted[operation])
            }
            let report = try await table.engine(
                elements, work, .continue, runOptions(log, budget), outcome, progress, item: item)
            desk.take(report)
        } catch let interruption as InterruptedRun {
            desk.take(interruption.report)
            guard let error = interruption.underlying as? RemoteError else {
                throw stopped(by: interruption.underlying)
            }
            desk.change { $0.stopped = StopReason(error, after: $0.requests) }
        }
        return log.attempts
    }

    /// What was done until something on our side stopped the undo.
    private func stopped(by error: any Error) -> InterruptedRun {
        var report = Report()
        report.run = run.id
        report.rollback = desk.report
        return InterruptedRun(underlying: error, report: report)
    }

    private func runOptions(_ log: any RunLog, _ budget: Int?) -> RunOptions {
        var run = options
        run.log = log
        run.schema = schema
        run.rowCount = nil
        run.typecast = false
        run.maxRequests = budget
        run.maxErrors = nil
        return run
    }

    private func rehearse(_ element: UndoElement, _ work: Work) {
        let record = Record(id: RecordID(unchecked: ""), createdTime: .distantPast, fields: Fields())
        let result: RowOutcome.Result =
            switch work {
            case .create: .created(record)
            case .delete: .deleted(record.id)
            case .update, .replace, .upsert, .merge: .updated(record)
            }
        desk.take(RowOutcome(index: 0, line: 0, result: result), of: element.operation, old: nil)
    }

    /// Leaves an operation alone of which nobody can tell whether it was carried out, or undone.
    private func leaveUnknown(_ operation: Int) {
        let failure = RowFailure(
            .unsettled,
            message:
                "Whether this operation was carried out or undone cannot be told, so it was left as it is. Look at its "
                + "record.")
        desk.take(RowOutcome(index: operation, line: 0, result: .unknown(failure)), of: operation, old: nil)
    }

    // MARK: Deciding

    @Sendable private func recreations(_ page: ArraySlice<UndoElements.Operation>) async throws -> [UndoElement] {
        let images = try images(page.compactMap { deleted[$0.operation] })
        let todo = page.compactMap { operation, _ -> (operation: Int, id: RecordID)? in
            guard let id = deleted[operation], desk.replaced[id] == nil else {
                settleRecreated(operation, images)
                return nil
            }
            if case .unknown = undone[operation] {
                leaveUnknown(operation)
                return nil
            }
            return (operation, id)
        }
        let present = try await read(.ids(todo.map(\.id)), fields: [])
        let taken = try await keysTaken(todo.compactMap { images[$0.id] })
        return todo.compactMap { operation, id in
            var decision = UndoRules.Decision()
            if let image = images[id] {
                if let other = taken[id] {
                    decision.conflicts = [.keyTaken(by: other)]
                } else if present[id] == nil {
                    decision = rules.recreation(of: image)
                }
            } else {
                decision.conflicts = [.noPreImage]
            }
            return desk.take(decision, operation, id, id: nil)
        }
    }

    /// Nothing is to be done about an operation whose record is there again.
    private func settleRecreated(_ operation: Int, _ images: [RecordID: Record]) {
        if undo.hasUntoldPart, let id = deleted[operation] {
            desk.recall(operation, id, losing: images[id].map { rules.recreation(of: $0).losses } ?? [])
        }
        desk.settle(operation)
    }

    /// The records that have the keys of deleted ones now, by the ids of these: those of others, for the run may have deleted several
    /// records of one key.
    private func keysTaken(_ images: [Record]) async throws -> [RecordID: RecordID] {
        let key = run.description.key.compactMap { schema.field(names.now($0)) }
        guard !key.isEmpty, key.count == run.description.key.count else { return [:] }
        let form = KeyForm(key)
        let keyed = images.filter { form.storedKey(of: $0.fields) != nil }
        let values = keyed.map { image in key.map { image.fields[$0.name] ?? .null } }
        let fields = key.map { KeyField(name: $0.name, type: $0.type) }
        let found = try await read(.keys(values, of: fields), fields: key.map(\.name))
        let ours = Set(desk.replaced.values)
        let others = found.values.filter { !ours.contains($0.id) }
        let owners = Dictionary(others.map { (form.storedKey(of: $0.fields), $0.id) }) { first, _ in first }
        var taken: [RecordID: RecordID] = [:]
        for image in keyed { taken[image.id] = owners[form.storedKey(of: image.fields)] }
        return taken
    }

    @Sendable private func restorations(_ page: ArraySlice<UndoElements.Operation>) async throws -> [UndoElement] {
        let writes = try journal.writes(at: page.compactMap(\.deed.intent))
        let told = try journal.records(at: page.map(\.deed.told))
        let steps = run.description.preImages.areKnown ? try journal.steps(of: run, at: page.map(\.operation)) : [:]
        let images = try images(told.values.map(\.id))
        let now = try await read(.ids(told.values.map(\.id).sorted()))
        var rules = rules
        rules.replaced = desk.replaced
        let decisions = page.compactMap { operation, deed -> Decided? in
            guard let record = told[deed.told], let write = deed.intent.flatMap({ writes[$0] }) else { return nil }
            let written = cells(changedBy: write.element, replacing: write.verb == .replace)
            let before = steps[operation]?.before.map(names.now) ?? images[record.id]?.cells(written.names)
            let told = names.now(record.fields)
            var decision = rules.restoration(of: told, written: written, before: before, now: now[record.id])
            if undo.isUndone(operation, undone[operation]) {
                decision.fields = nil
                decision.conflicts = []
            }
            return (operation, record.id, decision)
        }
        let inPart = decisions.filter { $0.decision.fields != nil }
        try undo.note(
            inPart.flatMap { operation, id, decision in
                decision.conflicts.map { UndoConflict($0, id, operation: operation) }
            }, in: journal)
        return decisions.compactMap { operation, id, decision in desk.take(decision, operation, id, id: id) }
    }

    /// The cells that a write changes: one that replaces the record clears those that it does not mention.
    private func cells(changedBy element: WriteChunk.Element, replacing: Bool) -> Fields {
        var cells = names.now(element.fields)
        for field in schema.fields where replacing && !field.type.isComputed && cells[field.name] == nil {
            cells[field.name] = .null
        }
        return cells
    }

    /// The records that were created again and that linked to others that were deleted.
    private func relinkable(_ deletes: [UndoElements.Operation]) throws -> [UndoElements.Operation] {
        let replaced = desk.replaced
        var found: [UndoElements.Operation] = []
        for page in deletes.pages(of: table.limits.recordsPerPage) {
            let images = try images(page.compactMap { deleted[$0.operation] })
            found += page.filter { operation, _ in
                guard let id = deleted[operation], replaced[id] != nil, let image = images[id] else { return false }
                return rules.needsRelinking(image)
            }
        }
        return found
    }

    @Sendable private func relinkings(_ page: ArraySlice<UndoElements.Operation>) async throws -> [UndoElement] {
        var rules = rules
        rules.replaced = desk.replaced
        let images = try images(page.compactMap { deleted[$0.operation] })
        let now = try await read(.ids(page.compactMap { deleted[$0.operation].flatMap { rules.replaced[$0] } }))
        return page.compactMap { operation, _ in
            guard let id = deleted[operation], let image = images[id], let new = rules.replaced[id] else { return nil }
            return desk.take(rules.relinking(of: image, now: now[new]), operation, id, id: new)
        }
    }

    @Sendable private func removals(_ page: ArraySlice<UndoElements.Operation>) async throws -> [UndoElement] {
        let writes = try journal.writes(at: page.compactMap(\.deed.intent))
        let told = try journal.records(at: page.map(\.deed.told))
        let now = try await read(.ids(told.values.map(\.id).sorted()))
        return page.compactMap { operation, deed in
            guard let record = told[deed.told] else { return nil }
            let written = names.now(deed.intent.flatMap { writes[$0] }?.element.fields ?? Fields())
            let decision = rules.removal(of: names.now(record), written: written, now: now[record.id])
            return desk.take(decision, operation, record.id, id: record.id)
        }
    }

    /// The records as they were before the run, as far as it read them.
    private func images(_ ids: some Sequence<RecordID>) throws -> [RecordID: Record] {
        try journal.preImages(of: run, ids).mapValues(names.now)
    }

    private func read(_ filter: RecordQuery.Filter, fields: [String]? = nil) async throws -> [RecordID: Record] {
        switch filter {
        case .ids(let ids) where ids.isEmpty: return [:]
        case .keys(let keys, _) where keys.isEmpty: return [:]
        default: break
        }
        let reader = RepeatingReader(
            table, retry: options.retry, time: options.time, meter: RequestMeter(within: options.meter),
            stop: options.stopSignal)
        var found: [RecordID: Record] = [:]
        let cost = try await reader.read(RecordQuery(filter, fields: fields)) { page in
            for record in page.records { found[record.id] = record }
            return .goOn
        }
        desk.change { report in
            report.requests += cost.requests
            report.repeats += cost.repeats
        }
        return found
    }
}
