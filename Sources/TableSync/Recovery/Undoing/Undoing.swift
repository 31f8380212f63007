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

    let ledger: Ledger
    let rules: UndoRules
    /// The records that the run deleted, by operation.
    let deleted: [Int: RecordID]
    let undone: Ledger
    let desk: UndoDesk

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
        let written = try journal.writtenIDs(at: deeds.compactMap(\.deed.intent))
        var deleted: [Int: RecordID] = [:]
        for (operation, deed) in deeds { deleted[operation] = deed.intent.flatMap { written[$0] } }
        let created = undone.deeds(.created)
        let told = try journal.toldIDs(at: created.map(\.deed.told))
        var replaced: [RecordID: RecordID] = [:]
        for (operation, deed) in created {
            if let old = deleted[operation], let new = told[deed.told] { replaced[old] = new }
        }
        self.deleted = deleted
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
            desk.take(costOf: interruption.report)
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
    func leaveUnknown(_ operation: Int) {
        let failure = RowFailure(
            .unsettled,
            message:
                "Whether this operation was carried out or undone cannot be told, so it was left as it is. Look at its "
                + "record.")
        desk.take(RowOutcome(index: operation, line: 0, result: .unknown(failure)), of: operation, old: nil)
    }
}
