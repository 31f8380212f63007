/// Why a request did not do what it was sent for.
///
/// `description` is a sentence for people: what was attempted, what came back, what to do. It never holds a token.
public struct RemoteError: Error, Sendable, Hashable {
    /// What kind of failure it is; open, since services add to theirs.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The code as it is logged, such as `rate-limited`.
        public let rawValue: String
        /// Makes a code of any name.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// Makes a code of any name.
        public init(_ rawValue: String) { self.rawValue = rawValue }
        /// The code as it is logged.
        public var description: String { rawValue }

        /// Too many requests in too short a time; waiting helps.
        public static let rateLimited = Code("rate-limited")
        /// The month's calls are used up; waiting does not help.
        public static let quotaExceeded = Code("quota-exceeded")
        /// The token is missing, malformed, revoked or expired.
        public static let unauthorized = Code("unauthorized")
        /// The token or its user may not do this; the service says the same of bases and records that do not exist.
        public static let forbidden = Code("forbidden")
        /// A base, table, record or view that the request names does not exist.
        public static let notFound = Code("not-found")
        /// The request is malformed in a way that no cell value explains.
        public static let invalidRequest = Code("invalid-request")
        /// A field that the request names does not exist.
        public static let unknownField = Code("unknown-field")
        /// A cell value that the field does not accept.
        public static let invalidValue = Code("invalid-value")
        /// A select choice that the field does not have.
        public static let unknownChoice = Code("unknown-choice")
        /// A record that the request names does not exist.
        public static let unknownRecord = Code("unknown-record")
        /// An upsert key that more than one record has.
        public static let ambiguousKey = Code("ambiguous-key")
        /// A formula that the service cannot read, or that names a field that is not there.
        public static let invalidFormula = Code("invalid-formula")
        /// A running read that the service has forgotten; begin again with the first page.
        public static let cursorExpired = Code("cursor-expired")
        /// The body or the URL is longer than the service takes.
        public static let tooLarge = Code("too-large")
        /// The service failed inside.
        public static let serverFault = Code("server-fault")
        /// No connection could be made, or the request failed before it left.
        public static let unreachable = Code("unreachable")
        /// The connection ended, or nothing came in time, after the request had left.
        public static let noAnswer = Code("no-answer")
        /// An answer came that makes no sense: cut, empty or not of the service's form.
        public static let unreadableAnswer = Code("unreadable-answer")
        /// A status that no rule knows.
        public static let unexpectedStatus = Code("unexpected-status")
    }

    /// What kind of failure it is.
    public var code: Code
    /// The HTTP status; nil when no answer came.
    public var status: Int?
    /// The service's own name for the error, such as `INVALID_VALUE_FOR_COLUMN`.
    public var type: String?
    /// The service's own words, or what went wrong on the way.
    public var message: String
    /// What was attempted, such as `update 10 records of Users`.
    public var attempted: String
    /// What the user can do about it.
    public var remedy: String?
    /// How long the service asks to wait (Retry-After).
    public var retryAfter: Duration?
    /// The field, value or record that the message names.
    public var mention: Mention?
    /// The service's id of the request, if it gave one, or ours.
    public var requestID: String?

    /// What an error message names, as far as it can be told.
    public struct Mention: Sendable, Hashable {
        /// The name of the field at fault.
        public var field: String?
        /// The refused value, as the message shows it.
        public var value: String?
        /// The id of the record at fault.
        public var recordID: RecordID?

        /// Makes a mention of whatever is known.
        public init(field: String? = nil, value: String? = nil, recordID: RecordID? = nil) {
            self.field = field
            self.value = value
            self.recordID = recordID
        }
    }

    /// Makes an error; `attempted` completes the words "Could not", and `message` says what came back.
    public init(
        _ code: Code, status: Int? = nil, type: String? = nil, message: String, attempted: String,
        remedy: String? = nil, retryAfter: Duration? = nil, mention: Mention? = nil, requestID: String? = nil
    ) {
        self.code = code
        self.status = status
        self.type = type
        self.message = message
        self.attempted = attempted
        self.remedy = remedy
        self.retryAfter = retryAfter
        self.mention = mention
        self.requestID = requestID
    }
}

extension RemoteError: CustomStringConvertible {
    /// `Could not update 10 records of Users (422 INVALID_VALUE_FOR_COLUMN): … Use YYYY-MM-DD, or --typecast.`
    public var description: String {
        let answer = [status.map(String.init), type].compactMap(\.self).joined(separator: " ")
        let cause = message.isEmpty ? "no explanation was given" : message
        let sentence = "Could not \(attempted)\(answer.isEmpty ? "" : " (\(answer))"): \(cause)"
        let stop = sentence.last.map { ".!?".contains($0) } == true ? "" : "."
        return sentence + stop + (remedy.map { " \($0)" } ?? "")
    }
}
