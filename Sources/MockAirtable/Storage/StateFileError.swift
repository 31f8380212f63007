/// Why the file that keeps a service's state cannot be used, and what to do about it.
///
/// ``description`` is a sentence for people; ``code`` is for programs. The file was not changed.
public struct StateFileError: Error, Sendable, Hashable {
    /// What kind of problem it is; new kinds may be added.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code as it is logged, such as `in-use`.
        public let rawValue: String
        /// Makes a code of any name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The file or its folder could not be opened or made.
        public static let cannotOpen = Code(rawValue: "cannot-open")
        /// Another process, or another part of this one, has the file open.
        public static let inUse = Code(rawValue: "in-use")
        /// The file is something else than the state of a service.
        public static let foreign = Code(rawValue: "foreign")
        /// The file was written by a version of TableSync that this one does not know.
        public static let newer = Code(rawValue: "newer")
        /// The file is damaged.
        public static let damaged = Code(rawValue: "damaged")
        /// The service that had the file was closed.
        public static let closed = Code(rawValue: "closed")
        /// A change could not be written.
        public static let cannotWrite = Code(rawValue: "cannot-write")
    }

    /// What kind of problem it is.
    public var code: Code
    /// The path as the caller gave it.
    public var path: String
    /// What the system or the file said, such as `Permission denied`; nil if the code says it all.
    public var detail: String?

    init(_ code: Code, path: String, detail: String? = nil) {
        self.code = code
        self.path = path
        self.detail = detail
    }
}

extension StateFileError: CustomStringConvertible {
    public var description: String {
        switch code {
        case .inUse:
            "Opening the state file \(path) failed: another process has it open. Wait for it to end, or name another file."
        case .foreign:
            "Opening the state file \(path) failed: it is not one\(reason). "
                + "It was left as it is; name another file, which will be made."
        case .newer:
            "Opening the state file \(path) failed: a newer version of tablesync wrote it. "
                + "Use that version, or name another file."
        case .damaged:
            "Reading the state file \(path) failed: it is damaged\(reason). "
                + "It was left as it is; restore it from a backup, or name another file."
        case .closed:
            "The service of the state file \(path) was closed. Open the file again."
        case .cannotWrite:
            "Writing to the state file \(path) failed\(reason). The service stops here, since its answers would no longer "
                + "outlive it. Make room or make the file writable, and start it again."
        default:
            "Opening the state file \(path) failed\(reason). Make the path writable, or name another file."
        }
    }

    private var reason: String { detail.map { " (\($0))" } ?? "" }
}
