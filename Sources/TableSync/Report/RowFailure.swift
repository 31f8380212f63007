public import TableModel

/// Why a row was not written, or is not known to be.
public struct RowFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is; the service's errors keep their `RemoteError.Code`.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The code as programs read it, such as `duplicate-key`.
        public let rawValue: String
        /// Makes a code of its name.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// The same as ``rawValue``.
        public var description: String { rawValue }

        /// Another row of the input has the same key.
        public static let duplicateKey = Code(rawValue: "duplicate-key")
        /// The row has no key, or one that the service cannot match.
        public static let unusableKey = Code(rawValue: "unusable-key")
        /// More than one record of the table has the row's key.
        public static let ambiguousKey = Code(rawValue: "ambiguous-key")
        /// The row was sent without a key, and nobody can tell whether it was written.
        public static let unsettled = Code(rawValue: "unsettled")
    }

    /// What kind of failure it is, for programs; ``message`` is for people.
    public let code: Code
    /// The field that is to blame, if one can be named.
    public let field: String?
    /// A sentence: what was attempted, what came back, what to do.
    public let message: String
    /// The service's error, if it was the service that refused.
    public let cause: RemoteError?
    /// Whether the service refused the row when it was sent again after an answer was lost.
    var wasRefused = false

    /// Makes a failure that no error of the service caused.
    public init(_ code: Code, field: String? = nil, message: String) {
        self.code = code
        self.field = field
        self.message = message
        cause = nil
    }

    /// The failure of a row that the service refused.
    public init(_ error: RemoteError) { self.init(error, message: error.description) }

    /// The failure of a row that the service refused, in words of its own.
    init(_ error: RemoteError, message: String) {
        code = Code(rawValue: error.code.rawValue)
        field = error.mention?.field
        self.message = message
        cause = error
    }

    /// The ``message``.
    public var description: String { message }
}
