/// Why a plan file could not be written or read, and what to do about it.
public struct PlanFileError: Error, Sendable, Hashable {
    /// What kind of problem it is; new kinds may be added.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code as programs have it.
        public let rawValue: String
        /// Makes a code of its text.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The file could not be opened: absent, not allowed, a folder.
        public static let cannotOpen = Code(rawValue: "cannot-open")
        /// The system reported an error while bytes were read.
        public static let cannotRead = Code(rawValue: "cannot-read")
        /// The system reported an error while bytes were written.
        public static let cannotWrite = Code(rawValue: "cannot-write")
        /// The file is not a plan.
        public static let foreign = Code(rawValue: "foreign")
        /// The plan is of a later version of the format.
        public static let newer = Code(rawValue: "newer")
        /// The end of the plan is missing.
        public static let cut = Code(rawValue: "cut")
        /// The plan is not what was written.
        public static let edited = Code(rawValue: "edited")
    }

    /// What kind of problem it is.
    public let code: Code
    /// The path as it was given.
    public let file: String
    /// The line of the problem, from 1; nil if it has no place.
    public let line: Int?
    /// What was found: a clause that begins small and has no full stop.
    public let message: String
    /// What to do about it: a sentence, or nothing.
    public let remedy: String

    package init(_ code: Code, file: String, line: Int? = nil, message: String, remedy: String = "") {
        self.code = code
        self.file = file
        self.line = line
        self.message = message
        self.remedy = remedy
    }
}

extension PlanFileError: CustomStringConvertible {
    /// File, line, message and remedy in one line.
    public var description: String {
        let place = line.map { ", line \($0)" } ?? ""
        return "\(file)\(place): \(message)." + (remedy.isEmpty ? "" : " \(remedy)")
    }
}
