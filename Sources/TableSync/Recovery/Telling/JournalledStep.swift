public import FoundationEssentials
public import TableModel

/// One operation of a run, as the run's journal tells it.
public struct JournalledStep: Sendable, Hashable {
    /// What is known of an operation. Nothing of it is concluded: an answer or an outcome has told it.
    public enum Standing: Sendable, Hashable {
        /// It was not sent, or whatever was sent of it was not applied.
        case notAttempted
        /// It left with that attempt, at that time by this machine's clock, and nothing tells whether it was applied.
        case inDoubt(attempt: Int?, since: Date)
        /// A record was created.
        case created
        /// Cells of a record were written.
        case updated
        /// A record was deleted.
        case deleted
        /// The record to delete did not exist any more.
        case alreadyGone
        /// The service or a rule of ours refused it; the reason is nil if the journal does not have it.
        case failed(RowFailure?)
    }

    /// The operation's place in the run, from 0.
    public let position: Int
    /// What the plan says; nil in a run without one.
    public let operation: PlanOperation?
    /// The line of the row in its file, or its place counted from 1; nil for a record that no row names, in an undo, and in a run without a
    /// plan until an outcome tells it.
    public let line: Int?
    /// The cells that were sent last; nil if none were, or if the plan says them.
    public let sent: Fields?
    /// What became of it.
    public let standing: Standing
    /// The record that was written or deleted, or is to be; nil for one that does not exist.
    public let record: RecordID?
    /// Whether the journal holds what the record was before. Of what was created there is nothing to hold.
    public let hasPreImage: Bool
    /// The record, deleted by the run that is undone, that was created again as this one; nil for any other operation.
    public internal(set) var replaces: RecordID?
    /// Why it was not attempted although its turn had come: what somebody else had done to its record; nil for any other reason.
    public internal(set) var leftOut: Drift.Kind?
    /// The key of the operation that an undo has taken back; empty in any other run.
    var undoneKey: [String] = []

    /// The text of each field of the key: as the plan says it or, in an undo, as the plan of the run does that was undone. Empty if there
    /// is none, or the journal does not have it.
    public var key: [String] { operation?.key ?? undoneKey }
}
