/// Why a snapshot cannot be used, and what to do about it.
///
/// ``description`` is a sentence for people, ``code`` is for programs. No cell is in either.
public struct SnapshotError: Error, Sendable, Hashable {
    /// What kind of problem it is; new kinds may be added.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The code's name, as programs see it.
        public let rawValue: String
        /// Makes the code of that name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The file or its folder could not be opened or made.
        public static let cannotOpen = Code(rawValue: "cannotOpen")
        /// Another process kept the file locked for too long.
        public static let inUse = Code(rawValue: "inUse")
        /// A file of another program has the snapshot's name.
        public static let foreign = Code(rawValue: "foreign")
        /// The file was written by a version of TableSync that this one does not know.
        public static let newer = Code(rawValue: "newer")
        /// The file is damaged where opening it did not notice.
        public static let damaged = Code(rawValue: "damaged")
        /// The file could not be read, although it may be sound.
        public static let cannotRead = Code(rawValue: "cannotRead")
        /// A change could not be written.
        public static let cannotWrite = Code(rawValue: "cannotWrite")
        /// There is no room for what is to be written.
        public static let diskFull = Code(rawValue: "diskFull")
        /// The snapshot was used after it was closed.
        public static let closed = Code(rawValue: "closed")
    }

    /// What kind of problem it is.
    public var code: Code
    /// The snapshot's file.
    public var path: String
    /// What the system or SQLite said, such as `Permission denied`; nil if the code says it all.
    public var detail: String?

    init(_ code: Code, path: String, detail: String? = nil) {
        self.code = code
        self.path = path
        self.detail = detail
    }
}

extension SnapshotError: CustomStringConvertible {
    public var description: String {
        switch code {
        case .inUse:
            "Using the snapshot \(path) failed: another process has kept it locked for too long. Wait for it to end."
        case .foreign:
            "Opening the snapshot \(path) failed: it is a file of another program, and was left as it is. "
                + "Remove it, or name another state folder."
        case .newer:
            "Opening the snapshot \(path) failed: a newer version of TableSync wrote it. Use that version, or remove the "
                + "file; the table is then read anew, and which records this tool wrote is forgotten."
        case .damaged:
            "Reading the snapshot \(path) failed: it is damaged\(reason). Remove the file; the table is then read anew, and "
                + "which records this tool wrote is forgotten."
        case .cannotRead:
            "Reading the snapshot \(path) failed\(reason). Try again; if it happens again, check the disk."
        case .cannotWrite:
            "Writing to the snapshot \(path) failed\(reason). Make room, or make the file writable."
        case .diskFull:
            "Writing to the snapshot \(path) failed: the disk is full. Make room, or name another state folder."
        case .closed:
            "Using the snapshot \(path) failed: it was closed before. Open it again."
        default:
            "Opening the snapshot \(path) failed\(reason). Make room or make the path writable, or name another state folder."
        }
    }

    private var reason: String { detail.map { " (\($0))" } ?? "" }
}
