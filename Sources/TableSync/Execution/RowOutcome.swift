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

/// Why a row was not written, or is not known to be.
public struct RowFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is; the service's errors keep their ``RemoteError/Code``.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public var description: String { rawValue }

        /// Another row of the input has the same key.
        public static let duplicateKey = Code(rawValue: "duplicate-key")
        /// The row has no key, or one that the service cannot match.
        public static let unusableKey = Code(rawValue: "unusable-key")
        /// More than one record of the table has the row's key.
        public static let ambiguousKey = Code(rawValue: "ambiguous-key")
    }

    public let code: Code
    /// The field that is to blame, if one can be named.
    public let field: String?
    /// A sentence: what was attempted, what came back, what to do.
    public let message: String
    /// The service's error, if it was the service that refused.
    public let cause: RemoteError?

    public init(_ code: Code, field: String? = nil, message: String) {
        self.code = code
        self.field = field
        self.message = message
        cause = nil
    }

    /// The failure of a row that the service refused.
    public init(_ error: RemoteError) {
        code = Code(rawValue: error.code.rawValue)
        field = error.mention?.field
        message = error.description
        cause = error
    }

    public var description: String { message }
}
