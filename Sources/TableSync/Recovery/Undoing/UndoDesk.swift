import Locking
import TableModel

/// What an undo knows and reports so far; its pages are decided beside its writing.
final class UndoDesk: Sendable {
    private struct State: Sendable {
        var report: UndoReport
        let unseen: [String]
        var replaced: [RecordID: RecordID]
        /// How operations ended that an earlier part of the undo has undone.
        let earlier: [Int: UndoReport.Ending]
        /// Operations that are still to be looked at or answered.
        var open: Set<Int> = []
        /// What is lost once the writes of these operations are done.
        var losses: [Int: [UndoLoss]] = [:]

        mutating func settle(_ operation: Int) {
            guard open.remove(operation) != nil else { return }
            report.endings[operation] = earlier[operation] ?? .settled
            if earlier[operation] != nil { report.earlier.insert(operation) }
        }
    }

    private let state: Guarded<State>

    /// - Parameters:
    ///   - unseen: Which changes by others the run would not have seen.
    ///   - replaced: The new ids of records that an earlier part of the undo has created again.
    ///   - earlier: How the operations ended that it has undone.
    init(
        run: RunID, unseen: [String], replaced: [RecordID: RecordID], earlier: [Int: UndoReport.Ending]
    ) {
        state = Guarded(
            State(report: UndoReport(run: run), unseen: unseen, replaced: replaced, earlier: earlier))
    }

    /// The new ids of deleted records.
    var replaced: [RecordID: RecordID] { state.withLock(\.replaced) }

    var report: UndoReport {
        state.withLock { state in
            var report = state.report
            report.open = state.open
            report.unseen = report.endings.values.contains(.restored) ? state.unseen : []
            return report
        }
    }

    func change(_ body: (inout UndoReport) -> Void) { state.withLock { body(&$0.report) } }

    /// These operations are to be undone.
    func open(_ operations: some Sequence<Int>) { state.withLock { $0.open.formUnion(operations) } }

    /// Takes in what was decided about an operation; gives the write.
    func take(_ decision: UndoRules.Decision, _ operation: Int, _ record: RecordID, id: RecordID?) -> UndoElement? {
        state.withLock { state in
            state.report.conflicts += decision.conflicts.map { UndoConflict($0, record, operation: operation) }
            let losses = decision.losses.map { UndoLoss($0, record) }
            guard let fields = decision.fields else {
                state.report.losses += losses
                state.settle(operation)
                return nil
            }
            state.losses[operation] = losses
            return UndoElement(operation: operation, element: WriteChunk.Element(id: id, fields: fields))
        }
    }

    /// Nothing of the operation is left to be undone.
    func settle(_ operation: Int) { state.withLock { $0.settle(operation) } }

    /// An earlier part of the undo has created the record `old` again, and has told nobody.
    func recall(_ operation: Int, _ old: RecordID, losing losses: [UndoLoss.Kind]) {
        state.withLock { state in
            guard let new = state.replaced[old], state.open.contains(operation) else { return }
            state.settle(operation)
            state.report.recreations.append(.init(old: old, new: new))
            state.report.losses += losses.map { UndoLoss($0, old) }
        }
    }

    /// Takes in how a write ended. `old` is the record that it created again. A write for an operation that was undone before
    /// mends links, and counts only if it failed.
    func take(_ outcome: RowOutcome, of operation: Int, old: RecordID?) {
        state.withLock { state in
            let isFirst = state.open.contains(operation)
            let losses = state.losses.removeValue(forKey: operation) ?? []
            switch outcome.result {
            case .created(let record):
                state.report.endings[operation] = .recreated
                if let old {
                    state.report.recreations.append(.init(old: old, new: record.id))
                    state.replaced[old] = record.id
                }
            case .updated: if isFirst { state.report.endings[operation] = .restored }
            case .deleted, .alreadyGone: state.report.endings[operation] = .removed
            case .failed, .unknown:
                state.report.failures.append(
                    RowOutcome(index: operation, line: operation + 1, result: outcome.result))
                state.open.remove(operation)
                return
            case .notAttempted, .rolledBack, .restored: return
            }
            state.report.losses += losses
            state.open.remove(operation)
        }
    }

    /// Takes in what one part of the undo cost and why it ended.
    func take(_ run: Report) {
        take(costOf: run)
        change { report in report.stopped = report.stopped ?? run.stopped }
    }

    /// The same of a part that something on our side interrupted, which tells itself why it ended.
    func take(costOf run: Report) {
        change { report in
            report.requests += run.requests
            report.repeats += run.repeats
        }
    }
}
