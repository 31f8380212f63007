#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The locked files through which the processes of one user share the pace of each base.
struct StateDirectory: Sendable {
    var path: String
    var boot: String

    /// How often a lock that somebody holds is tried, and how long is waited in between, in microseconds. Whoever holds it
    /// lets go within a fraction of a millisecond, so this is rarely used up.
    private static let lockTries = 20
    private static let lockPause: UInt32 = 250

    /// What came of an attempt to open and lock a file.
    enum Opening {
        case locked(StateFile)
        /// Somebody else holds it.
        case busy
        case failed(StateProblem)
    }

    /// The name of a base's file: readable, no longer than file systems allow, and different for any two bases also where
    /// case does not count.
    static func fileName(host: String, base: String) -> String {
        let plain = "\(host)_\(base)".utf8.map { byte -> Character in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"):
                Character(UnicodeScalar(byte))
            default: "-"
            }
        }
        return String(plain.prefix(100)) + "-" + BucketText.checksum("\(host)\u{0}\(base)".utf8) + ".pace"
    }

    /// Opens the file of a base, makes it (and the folder) if need be, and locks it.
    func open(host: String, base: String) -> Opening {
        let name = Self.fileName(host: host, base: base)
        let file = "\(path)/\(name)"
        let text = BucketText(name: name, boot: boot)
        // Another process may remove the file between opening and locking; then the next one is the one to lock.
        for _ in 0..<4 {
            let descriptor = openFile(file, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            if descriptor < 0 {
                guard errno == ENOENT else { return .failed(problem(file, "opening the file failed")) }
                if let problem = make(file, text.write(BucketState())) { return .failed(problem) }
                continue
            }
            switch lock(descriptor) {
            case 0:
                if isSame(descriptor, file) {
                    return .locked(StateFile(descriptor: descriptor, path: file, text: text))
                }
                close(descriptor)
            case EWOULDBLOCK:
                close(descriptor)
                return .busy
            case let code:
                close(descriptor)
                return .failed(problem(file, "locking the file failed", code))
            }
        }
        return .busy
    }

    /// Makes the file with its first content already in it, so that nobody ever sees it empty.
    private func make(_ file: String, _ bytes: [UInt8]) -> StateProblem? {
        if let problem = makeFolders() { return problem }
        let draft = "\(file).\(getpid()).new"
        let descriptor = openFile(draft, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return problem(draft, "making the file failed") }
        defer {
            close(descriptor)
            unlink(draft)
        }
        guard PlainFile.write(bytes, to: descriptor) else { return problem(draft, "writing the file failed") }
        // If somebody was quicker, theirs is as good.
        guard link(draft, file) == 0 || errno == EEXIST else { return problem(file, "making the file failed") }
        return nil
    }

    /// Makes the folder and those above it, for the user alone: a state folder may hold people's data (design.md 1).
    private func makeFolders() -> StateProblem? {
        var end = path.startIndex
        while end != path.endIndex {
            end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
            let folder = String(path[..<end])
            if mkdir(folder, 0o700) != 0, errno != EEXIST, errno != EISDIR, access(folder, F_OK) != 0 {
                return problem(folder, "making the folder failed")
            }
        }
        return nil
    }

    private func openFile(_ file: String, _ flags: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.open(file, flags, 0o600)
        #elseif canImport(Glibc)
            Glibc.open(file, flags, 0o600)
        #else
            Musl.open(file, flags, 0o600)
        #endif
    }

    /// 0, or the number of the error.
    private func lock(_ descriptor: Int32) -> Int32 {
        for _ in 0..<Self.lockTries {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return 0 }
            guard errno == EWOULDBLOCK || errno == EINTR else { return errno }
            usleep(Self.lockPause)
        }
        return EWOULDBLOCK
    }

    private func isSame(_ descriptor: Int32, _ file: String) -> Bool {
        var opened = stat()
        var named = stat()
        return fstat(descriptor, &opened) == 0 && lstat(file, &named) == 0 && opened.st_ino == named.st_ino
            && opened.st_dev == named.st_dev
    }

    private func problem(_ path: String, _ reason: String, _ code: Int32 = errno) -> StateProblem {
        StateProblem(path: path, reason: "\(reason) (\(String(cString: strerror(code))))")
    }
}

/// A base's file while we hold its lock. Whoever gets it must ``close()`` it.
struct StateFile {
    fileprivate let descriptor: Int32
    let path: String
    private let text: BucketText

    fileprivate init(descriptor: Int32, path: String, text: BucketText) {
        self.descriptor = descriptor
        self.path = path
        self.text = text
    }

    /// What the file holds.
    func read(at now: TimePoint) -> BucketText.Content {
        guard let bytes = PlainFile.read(descriptor, limit: BucketText.maximumBytes) else { return .unreadable }
        return text.read(bytes, at: now)
    }

    /// Writes the state down; a problem if that fails.
    func write(_ state: BucketState) -> StateProblem? {
        if PlainFile.write(text.write(state), to: descriptor) { return nil }
        return StateProblem(path: path, reason: "writing the file failed (\(String(cString: strerror(errno))))")
    }

    /// Lets go of the lock.
    func close() {
        #if canImport(Darwin)
            _ = Darwin.close(descriptor)
        #elseif canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Musl.close(descriptor)
        #endif
    }
}
