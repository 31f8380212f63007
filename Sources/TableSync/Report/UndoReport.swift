public import TableModel

/// What an undo put back, what it left alone, and what cannot be put back.
public struct UndoReport: Sendable, Hashable {
    /// A record that was created again.
    public struct Recreation: Sendable, Hashable {
        /// The id of the record that the run deleted.
        public let old: RecordID
        /// The id that it has now.
        public let new: RecordID
    }

    /// What the journal of the run knows of the row or record that an operation was for.
    public struct Subject: Sendable, Hashable {
        /// The line of the row in its file, or its place counted from 1; nil if no row names the record, or it is not known.
        public let line: Int?
        /// The text of each field of the key; empty if the row has none, or it is not known.
        public let key: [String]
        /// The record; nil for one that may not exist.
        public let record: RecordID?
    }

    /// How the undoing of an operation ended.
    enum Ending: Sendable, Hashable {
        case removed, restored, recreated, settled
    }

    /// The run that was undone.
    public let run: RunID
    /// The old and new ids of records that were created again; empty after a rehearsal.
    public internal(set) var recreations: [Recreation] = []
    /// What was left as it is, cell by cell.
    public internal(set) var conflicts: [UndoConflict] = []
    /// What no API can put back.
    public internal(set) var losses: [UndoLoss] = []
    /// What was made for the run, or may have been by it, and stays, as sentences.
    public internal(set) var lasting: [String] = []
    /// Which changes by others the run would not have seen, as sentences; empty if no cell was put back. Where somebody did change
    /// such a cell, it holds what it held before that now.
    public internal(set) var unseen: [String] = []
    /// What the service refused, or of which nobody can tell whether it was put back; `index` is the operation of the run.
    public internal(set) var failures: [RowOutcome] = []
    /// What conflicts and failures are about, by the places of the operations in the run.
    public internal(set) var subjects: [Int: Subject] = [:]
    /// Operations that the run's journal has as done or in doubt, so that they were to be undone.
    public internal(set) var operations = 0
    /// The places in the run of the operations that are still to be undone.
    var open: Set<Int> = []
    /// How the undoing of operations ended, by their places in the run; something of one may have been left all the same.
    var endings: [Int: Ending] = [:]
    /// The places in the run of the operations that an earlier part of the undo has undone.
    var earlier: Set<Int> = []
    /// Requests that left, reads and repetitions among them.
    public internal(set) var requests = 0
    /// Requests that were repeated, of those.
    public internal(set) var repeats = 0
    /// How often the service refused for the number of requests, and for how long the undo stood still for that.
    public internal(set) var penalty = Penalty()
    /// Why the undo ended before everything was tried; nil if it did not, and in an ``InterruptedRun``, whose error
    /// says why. Undoing the same run again goes on.
    public internal(set) var stopped: StopReason?
    /// What else should be known, as sentences.
    public internal(set) var warnings: [String] = []

    init(run: RunID) { self.run = run }

    /// Records that the run had created and that were deleted, in this part of the undo or in an earlier one, like all that is counted
    /// here.
    public var removed: Int { count(.removed) }

    /// Records that the run had changed and all of whose cells were put back.
    public var restored: Int { count(.restored) }

    /// Records that the run had deleted and that were created again.
    public var recreated: Int { count(.recreated) }

    /// How many of the records that ``removed``, ``restored`` and ``recreated`` count an earlier part of the undo has put back; the others
    /// this one has.
    public var doneBefore: Int { earlier.subtracting(kept).count }

    /// The same beside what was done in all, such as `16 of them before`; nil for none.
    package var shareDoneBefore: String? {
        let before = doneBefore
        guard before > 0 else { return nil }
        return "\(before == removed + restored + recreated ? "all" : Listing.number(before)) of them before"
    }

    /// Operations of the run of which nothing was left to be undone.
    public var settled: Int { count(.settled) }

    /// Records of which something was left as it is. Where other cells of such a record were put back, it is counted here alone, so
    /// that every operation is counted once: these, those above, ``failures`` and ``left`` add up to all that were to be undone.
    public var conflictingRecords: Int {
        Set(conflicts.map(\.operation)).subtracting(open).subtracting(failures.map(\.index)).count
    }

    /// Operations that are still to be undone.
    public var left: Int { open.count }

    /// Operations whose ending is recorded: each is in one of the numbers above, in ``failures``, or still to be undone.
    public var recorded: Int {
        removed + restored + recreated + settled + conflictingRecords + failures.count + left
    }

    /// The operations of which not everything was put back.
    var kept: Set<Int> { open.union(conflicts.map(\.operation)).union(failures.map(\.index)) }

    /// Whether everything was put back that an API can put back.
    public var isComplete: Bool { conflicts.isEmpty && failures.isEmpty && left == 0 && stopped == nil }

    /// - Throws: ``AccountingError`` if an operation that was to be undone has no ending, or more than one.
    func requireAccounts() throws(AccountingError) {
        try AccountingError.check(rowsIn: operations, recorded: recorded)
    }

    /// What was done in all parts of the undo, and what is left, as a sentence.
    public var sentence: String {
        let deeds = Listing.deeds([
            (removed, "created record", "deleted"), (restored, "changed record", "put back"),
            (recreated, "deleted record", "created again"),
        ])
        let done = shareDoneBefore.map { "in all, \(deeds), \($0)" } ?? deeds
        guard !isComplete else { return done + "." }
        return done + "; \(Listing.count(conflictingRecords, "conflict")), "
            + "\(Listing.number(failures.count)) failed or unknown, \(Listing.number(left)) still to be undone."
    }

    private func count(_ ending: Ending) -> Int {
        let kept = kept
        return endings.count { $0.value == ending && !kept.contains($0.key) }
    }
}
