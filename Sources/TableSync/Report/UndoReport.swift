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

    /// The run that was undone.
    public let run: RunID
    /// Records that the run had created and that were deleted.
    public internal(set) var removed = 0
    /// Records that the run had changed and whose cells were put back.
    public internal(set) var restored = 0
    /// Records that the run had deleted and that were created again.
    public internal(set) var recreated = 0
    /// Their old and new ids; empty after a rehearsal.
    public internal(set) var recreations: [Recreation] = []
    /// Operations of the run of which nothing is left to be undone.
    public internal(set) var settled = 0
    /// What was left as it is, cell by cell.
    public internal(set) var conflicts: [UndoConflict] = []
    /// What no API can put back.
    public internal(set) var losses: [UndoLoss] = []
    /// Which changes by others the run would not have seen, as sentences; empty if no cell was put back. Where somebody did change
    /// such a cell, it holds what it held before that now.
    public internal(set) var unseen: [String] = []
    /// What the service refused, or of which nobody can tell whether it was put back; `index` is the operation of the run.
    public internal(set) var failures: [RowOutcome] = []
    /// The places in the run of the operations that are still to be undone.
    var open: Set<Int> = []
    /// Requests that left, reads and repetitions among them.
    public internal(set) var requests = 0
    /// Requests that were repeated, of those.
    public internal(set) var repeats = 0
    /// Why the undo ended before everything was tried; nil if it did not. Undoing the same run again goes on.
    public internal(set) var stopped: StopReason?

    init(run: RunID) { self.run = run }

    /// Operations that are still to be undone.
    public var left: Int { open.count }

    /// The operations of which not everything was put back.
    var kept: Set<Int> { open.union(conflicts.map(\.operation)).union(failures.map(\.index)) }

    /// Whether everything was put back that an API can put back.
    public var isComplete: Bool { conflicts.isEmpty && failures.isEmpty && left == 0 && stopped == nil }

    /// What was done, and what is left, as a sentence.
    public var sentence: String {
        let done = Listing.deeds([
            (removed, "created record", "deleted"), (restored, "changed record", "put back"),
            (recreated, "deleted record", "created again"),
        ])
        guard !isComplete else { return done + "." }
        return done + "; \(Listing.count(conflicts.count, "conflict")), \(failures.count) failed or unknown, "
            + "\(left) still to be undone."
    }
}
