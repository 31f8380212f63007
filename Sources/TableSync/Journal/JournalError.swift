/// Why a journal cannot be used, and what to do about it.
///
/// ``description`` is a sentence for people, ``code`` is for programs. No cell is in either.
public struct JournalError: Error, Sendable, Hashable {
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
        /// A file of another program has the journal's name.
        public static let foreign = Code(rawValue: "foreign")
        /// The file was written by a version of TableSync that this one does not know.
        public static let newer = Code(rawValue: "newer")
        /// The file is damaged, as was found when it was opened.
        public static let damaged = Code(rawValue: "damaged")
        /// The file has no content, not even that of a new one.
        public static let empty = Code(rawValue: "empty")
        /// The file is gone, and what SQLite keeps beside it is not.
        public static let gone = Code(rawValue: "gone")
        /// The file is damaged, as was found after it had been opened: perhaps in the middle of a run.
        public static let damagedInUse = Code(rawValue: "damagedInUse")
        /// The file could not be read, although it may be sound.
        public static let cannotRead = Code(rawValue: "cannotRead")
        /// The newest of the journal is in a log beside it, which cannot be read where nothing may be written.
        public static let cannotMerge = Code(rawValue: "cannotMerge")
        /// The file or its folder may only be read.
        public static let readOnly = Code(rawValue: "readOnly")
        /// Something could not be written down.
        public static let cannotWrite = Code(rawValue: "cannotWrite")
        /// There is no room for what is to be written down.
        public static let diskFull = Code(rawValue: "diskFull")
        /// The journal has no run of that name.
        public static let unknownRun = Code(rawValue: "unknownRun")
    }

    /// What kind of problem it is.
    public var code: Code
    /// The journal's file.
    public var path: String
    /// What the system or SQLite said, the name of a run, or the path of what lies beside a file that is gone; nil if the code says it all.
    public var detail: String?

    init(_ code: Code, path: String, detail: String? = nil) {
        self.code = code
        self.path = path
        self.detail = detail
    }
}

extension JournalError: CustomStringConvertible {
    public var description: String {
        switch code {
        case .inUse:
            "Using the journal \(path) failed: another process has kept it locked for too long. Wait for it to end."
        case .foreign:
            "Opening the journal \(path) failed: it is a file of another program, and was left as it is. "
                + "Move it away, or name another state folder."
        case .newer:
            "Opening the journal \(path) failed: a newer version of TableSync wrote it. Use that version, or move the "
                + "file away; the runs in it can then be neither resumed nor undone."
        case .damaged:
            "Opening the journal \(path) failed: it is damaged\(reason). Nothing was sent. Move the file away to begin a "
                + "new one; the runs in it can then be neither resumed nor undone."
        case .empty:
            "Opening the journal \(path) failed: it is empty, as a crash of the file system can leave it. Nothing was sent. Put back "
                + "a copy of it, or move it away to begin a new one; the runs that were in it can then be neither resumed nor "
                + "undone."
        case .gone:
            "Opening the journal \(path) failed: it is gone, but the end of it is still in \(detail ?? ""). Nothing was sent. Put the "
                + "journal back, or move that file away, too, to begin a new one; the runs that were in it can then be neither "
                + "resumed nor undone."
        case .damagedInUse:
            "Using the journal \(path) failed: it is damaged\(reason). Not all that a run has sent may be written down in it, so "
                + "look at the table, and keep the file. A new one begins once it is moved away; the runs in it can then be "
                + "neither resumed nor undone."
        case .cannotRead:
            "Reading the journal \(path) failed\(reason). Try again; if it happens again, check the disk."
        case .cannotMerge:
            "Reading the journal \(path) failed: a run was interrupted, and what it wrote last can only be read where files may "
                + "be written. Copy the state folder to such a place, and name that."
        case .readOnly:
            "Writing to the journal \(path) failed: it may only be read, or its folder, so nothing in it was changed. Make both "
                + "writable, then try again."
        case .diskFull:
            "Writing to the journal \(path) failed: the disk is full. Nothing is sent that is not written down first. "
                + "Make room, then resume the run if it had begun."
        case .cannotWrite:
            "Writing to the journal \(path) failed\(reason). Nothing is sent that is not written down first. Make room "
                + "or make the file writable, then resume the run."
        case .unknownRun:
            "The journal \(path) has no run \(detail ?? ""). List its runs to see which it has."
        default:
            "Opening the journal \(path) failed\(reason). Make room or make the path writable, or name another state folder."
        }
    }

    private var reason: String { detail.map { " (\($0))" } ?? "" }
}
