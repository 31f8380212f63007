import FoundationEssentials
import TableModel

/// The work of undoing a run as journals know it: which run of its own it is, and how it and the run that is undone ended.
struct UndoWork: Sendable {
    private let run: JournalledRun
    /// The run that the undo is journalled as; nil for a rehearsal, which writes nothing.
    let own: JournalledRun?
    /// The same as an earlier part of the work left it; nil if this is the first.
    let earlier: JournalledRun?
    /// What earlier parts of the work left as it is.
    private let left: [LeftOut]
    /// The operations of which they left something.
    private let leftOperations: Set<Int>

    /// Whether an earlier part of the work died, and has told nobody what it did.
    var hasUntoldPart: Bool { earlier.map { $0.ending == nil } ?? false }

    /// Begins the undo of a run, or goes on with it.
    ///
    /// - Throws: ``JournalError``.
    init(of run: JournalledRun, in journal: Journal, isRehearsal: Bool, isRollback: Bool) throws {
        self.run = run
        earlier = try journal.undoing(run.id)
        left = try earlier.map(journal.leftOut) ?? []
        leftOperations = Set(left.map(\.operation))
        guard !isRehearsal else {
            own = nil
            return
        }
        if let earlier {
            try journal.reopen(earlier)
            own = earlier
            return
        }
        var description = RunDescription(
            "undo \(run.id)", target: run.description.target, strategy: ErrorStrategy.continue.rawValue, undoes: run.id)
        description.isRollback = isRollback
        // Before anything is waited for: whatever ends this process, the run is one that is to be undone.
        own = try journal.begin(description)
    }

    /// Whether an operation is undone, whose undoing stands so in the journal, whatever has been made of its record since. Of what is
    /// written in part, what is left is noted first.
    func isUndone(_ operation: Int, _ standing: Ledger.Standing) -> Bool {
        guard case .done = standing else { return false }
        return !leftOperations.contains(operation)
    }

    /// Notes what is left of operations whose other cells are put back next: whatever ends this process, the next part tries it.
    ///
    /// - Throws: ``JournalError``.
    func note(_ conflicts: [UndoConflict], in journal: Journal) throws {
        guard let own, !conflicts.isEmpty else { return }
        try journal.note(conflicts.map(LeftOut.conflict), of: own)
    }

    private var isRollback: Bool { own?.description.isRollback ?? false }

    /// Gives why ends could not be noted, as sentences.
    func end(_ report: UndoReport, in journal: Journal, at date: Date) -> [String] {
        guard let own else { return [] }
        let isStopped = report.stopped != nil || report.left > 0
        let kind: RunEnding.Kind = report.isComplete ? .complete : isStopped ? .stopped : .incomplete
        let ownEnding = RunEnding(kind, of: stage, at: date, sentence: report.sentence, report.penalty)
        let verb = isRollback ? "Rolled back" : "Undone"
        let fact = "\(verb)\(report.isComplete ? "" : " in part") by \(own.id): \(report.sentence)"
        let ending = RunEnding(
            report.isComplete ? .undone : .partlyUndone, of: isRollback ? .rollback : .undo, at: date, sentence: fact,
            report.penalty)
        do {
            try journal.end(undo: own, ownEnding, leaving: leftOut(report), of: run, ending)
            return []
        } catch {
            return [Journal.unnoted([run, own], error)]
        }
    }

    /// Notes that the undo was stopped; what it was stopped by is thrown, so nobody misses the note if it cannot be made.
    func stop(for error: any Error, in journal: Journal, at date: Date) {
        guard let own else { return }
        try? journal.end(own, RunEnding(stage, stoppedBy: error, at: date))
    }

    /// What is left now: what this part found, and what earlier ones left of operations that it did not come to, or could not write.
    private func leftOut(_ report: UndoReport) -> [LeftOut] {
        let untried = report.open.union(report.failures.map(\.index)).subtracting(report.conflicts.map(\.operation))
        return report.conflicts.map(LeftOut.conflict) + left.filter { untried.contains($0.operation) }
    }

    /// What the ending of the undo itself is of: work that was interrupted is resumed, and what was left is tried by another undo.
    private var stage: RunEnding.Stage {
        if let earlier, !earlier.isFinished { return .resume }
        return isRollback && earlier == nil ? .rollback : .undo
    }
}
