public import TableModel

/// What became of one row; final when given.
public struct RowOutcome: Sendable, Hashable {
    public enum Result: Sendable, Hashable {
        case created(Record)
        case updated(Record)
        case deleted(RecordID)
        /// The record to delete did not exist any more.
        case alreadyGone(RecordID)
        /// The service or a rule of ours refused the row; nothing of it was written.
        case failed(RowFailure)
        /// The answer was lost, and the table does not tell whether the row was written.
        case unknown(RowFailure)
        /// The run ended before the row was sent, or before the service took it.
        case notAttempted
    }

    /// The row's place in the input, from 0.
    public let index: Int
    /// The row's line in its file, or its place counted from 1.
    public let line: Int
    public let result: Result

    public init(index: Int, line: Int, result: Result) {
        self.index = index
        self.line = line
        self.result = result
    }

    /// The record that was created or updated, as the service answered it; nil for every other result.
    public var record: Record? {
        switch result {
        case .created(let record), .updated(let record): record
        case .deleted, .alreadyGone, .failed, .unknown, .notAttempted: nil
        }
    }
}

extension RowOutcome {
    /// Why the row failed or is unknown; empty for every other result.
    public var reason: String {
        switch result {
        case .failed(let failure), .unknown(let failure): failure.message
        case .created, .updated, .deleted, .alreadyGone, .notAttempted: ""
        }
    }
}
