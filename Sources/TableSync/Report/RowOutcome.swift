public import TableModel

/// What became of one row; final when given, but that a rollback gives what it undid a second time.
public struct RowOutcome: Sendable, Hashable {
    /// How a row can end.
    public enum Result: Sendable, Hashable {
        /// A record was created, here as the service answered it.
        case created(Record)
        /// A record that was there was changed, here as the service answered it with all its cells. A row that was to be
        /// created ends so too, if the service found a record of its key.
        case updated(Record)
        /// The record of that id was deleted by this run.
        case deleted(RecordID)
        /// The record to delete did not exist any more.
        case alreadyGone(RecordID)
        /// The service or a rule of ours refused the row for what is in it; nothing of it was written.
        case failed(RowFailure)
        /// The answer was lost, and the table does not tell whether the row was written.
        case unknown(RowFailure)
        /// The row was written, and since another one failed what it did was undone.
        case rolledBack
        /// The record was deleted, and since a row failed it was created again, under the id that is given here.
        case restored(as: RecordID)
        /// The run ended before the row was sent, or before the service took it; ``Report/stopped`` says why.
        case notAttempted
    }

    /// The row's place in the input, from 0.
    public let index: Int
    /// The row's line in its file, or its place counted from 1; 0 for a record that no row names, and for a row whose line its journal does
    /// not have.
    public let line: Int
    /// How the row ended, with what the service answered or why it did not.
    public let result: Result

    /// Makes the outcome of the row at `index`.
    public init(index: Int, line: Int, result: Result) {
        self.index = index
        self.line = line
        self.result = result
    }

    /// The record that was created or updated, as the service answered it; nil for every other result.
    public var record: Record? {
        switch result {
        case .created(let record), .updated(let record): record
        case .deleted, .alreadyGone, .failed, .unknown, .notAttempted, .rolledBack, .restored: nil
        }
    }
}

extension RowOutcome {
    /// Whether the row failed or is unknown.
    var isFailure: Bool {
        switch result {
        case .failed, .unknown: true
        case .created, .updated, .deleted, .alreadyGone, .notAttempted, .rolledBack, .restored: false
        }
    }

    /// Why the row failed or is unknown; empty for every other result.
    public var reason: String {
        switch result {
        case .failed(let failure), .unknown(let failure): failure.message
        case .created, .updated, .deleted, .alreadyGone, .notAttempted, .rolledBack, .restored: ""
        }
    }
}
