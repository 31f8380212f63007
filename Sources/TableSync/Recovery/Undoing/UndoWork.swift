import FoundationEssentials
import TableModel

/// The work of undoing a run as journals know it: which run of its own it is, and how it and the run that is undone ended.
struct UndoWork: Sendable {
    private let run: JournalledRun
    /// The run that the undo is journalled as; nil for a rehearsal, which writes nothing.
    let own: JournalledRun?
    /// The same as an earlier part of the work left it; nil if this is the first.
    let earlier: JournalledRun?
    /// The operations that are undone, whatever has been made of their records since; none where an earlier part did not come to its
    /// end, so that not all is noted that it left.
    let done: Done

    /// Whether an earlier part of the work died, and has told nobody what it did.
    var hasUntoldPart: Bool { earlier.map { $0.ending == nil } ?? false }

    /// Which operations an earlier part of the work has undone.
    struct Done: Sendable, Hashable {
        /// Those of which something was left; nil if that is not known.
        fileprivate let left: Set<Int>?

        /// Whether nothing of the operation is left, whose undoing stands so.
        func contains(_ operation: Int, _ standing: Ledger.Standing) -> Bool {
            guard let left, case .done = standing else { return false }
            return !left.contains(operation)
        }
    }

    /// Begins the undo of a run, or goes on with it.
    ///
    /// - Throws: ``JournalError``.
    init(of run: JournalledRun, in journal: Journal, isRehearsal: Bool, isRollback: Bool) throws {
        self.run = run
        earlier = try journal.undoing(run.id)
        done = Done(left: try earlier.flatMap { try Self.left(by: $0, in: journal) })
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

    /// The operations of which an undo has left something; nil if that is not known.
    private static func left(by undo: JournalledRun, in journal: Journal) throws -> Set<Int>? {
        guard let ending = undo.ending else { return nil }
        let left = try journal.leftOut(of: undo)
        // What is not noted may be what an error or an earlier version kept from being noted.
        return ending.kind != .complete && left.isEmpty ? nil : Set(left.map(\.operation))
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
            let left = report.conflicts.map(LeftOut.conflict)
            try journal.end(undo: own, ownEnding, leaving: left, of: run, ending)
            return []
        } catch {
            return [Journal.unnoted([run, own], error)]
        }
    }

    /// Notes that the undo was stopped; what it was stopped by is thrown, so nobody misses the note if it cannot be made.
    func stop(for error: any Error, in journal: Journal, at date: Date) {
        guard let own else { return }
        // What was left is not all known, so that the next part looks at everything.
        try? journal.end(own, RunEnding(stage, stoppedBy: error, at: date), leaving: [])
    }

    /// What the ending of the undo itself is of: work that was interrupted is resumed, and what was left is tried by another undo.
    private var stage: RunEnding.Stage {
        if let earlier, !earlier.isFinished { return .resume }
        return isRollback && earlier == nil ? .rollback : .undo
    }
}
