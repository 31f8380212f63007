/// Something about a plan as a whole that its reader must know.
public struct SafetyFinding: Sendable, Hashable {
    /// What was found; new codes may be added.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code as plan files and machines have it.
        public let rawValue: String
        /// Makes a code of its text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The source has no rows.
        public static let emptySource = Code(rawValue: "empty-source")
        /// Rows have no usable key, so that nobody can tell which records they mean.
        public static let unusableKeys = Code(rawValue: "unusable-keys")
        /// Rows share a key.
        public static let duplicateRows = Code(rawValue: "duplicate-rows")
        /// Records share a key that a row has.
        public static let duplicateRecords = Code(rawValue: "duplicate-records")
        /// A mirror is planned over a snapshot that does not hold the whole table.
        public static let partialSnapshot = Code(rawValue: "partial-snapshot")
        /// Not one row of the source has a record.
        public static let nothingMatches = Code(rawValue: "nothing-matches")
        /// More records would be deleted or archived than is allowed.
        public static let tooManyDeletes = Code(rawValue: "too-many-deletes")
        /// More records would be updated than is allowed.
        public static let tooManyChanges = Code(rawValue: "too-many-changes")
        /// Records would be deleted whose keys look like those of records to be created.
        public static let similarKeys = Code(rawValue: "similar-keys")
        /// Records that stay have keys that look like those of records to be created.
        public static let respelledKeys = Code(rawValue: "respelled-keys")
        /// Rows that create records have keys that look alike.
        public static let similarRows = Code(rawValue: "similar-rows")
        /// Rows that create records have keys that the service may not store as they are.
        public static let riskyKeys = Code(rawValue: "risky-keys")
        /// Records have no key and are left alone.
        public static let recordsWithoutKey = Code(rawValue: "records-without-key")
    }

    /// What a finding means for the plan.
    public enum Severity: String, Sendable, Hashable {
        /// Worth knowing; the plan can be carried out.
        case warning
        /// The plan must not be carried out.
        case refusal
    }

    /// What was found, for programs.
    public let code: Code
    /// What it means for the plan.
    public let severity: Severity
    /// What was found and what can be done about it, in whole sentences.
    public let message: String

    package init(_ code: Code, _ severity: Severity, _ message: String) {
        self.code = code
        self.severity = severity
        self.message = message
    }
}

extension SafetyFinding: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
