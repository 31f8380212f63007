#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The place of a state file: what stands there, and making it so that only its owner can read it.
struct StatePath {
    let path: String

    /// What stands at the path.
    enum Content: Equatable {
        /// A state file was begun there, or is to be begun there.
        case empty
        case state
        /// What it is instead, in words.
        case foreign(String)
    }

    /// What a state file has in its header, so that it can be told from any other SQLite file: "TSma" (SQLite, "Database
    /// File Format", section 1.3.13: application id at offset 68, big-endian).
    static let applicationID: Int32 = 0x5453_6D61

    private static let signature = Array("SQLite format 3\u{0}".utf8)

    /// Makes the file, readable by its owner only, in a folder of which the same is true if it has to be made; and looks
    /// at what stands there. Nothing that is there is changed.
    func prepare() throws(StateFileError) -> Content {
        try makeFolder()
        let descriptor = openFile(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw problem() }
            let created = openFile(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC)
            // If another process was quicker, the lock decides which of the two goes on.
            guard created >= 0 || errno == EEXIST else { throw problem() }
            if created >= 0 { close(created) }
            return .empty
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw problem() }
        guard status.st_mode & S_IFMT == S_IFREG else { return .foreign("it is no regular file") }
        return try content(descriptor)
    }

    /// Takes everybody else's right to read the file, which an older copy or an archive may have brought back.
    func protect() throws(StateFileError) {
        guard chmod(path, 0o600) == 0 else { throw problem() }
    }

    private func content(_ descriptor: Int32) throws(StateFileError) -> Content {
        var header = [UInt8](repeating: 0, count: 100)
        let count = header.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 else { throw problem() }
        guard count > 0 else { return .empty }
        guard count == header.count, header.starts(with: Self.signature) else {
            return .foreign("it is no SQLite file")
        }
        let id = header[68..<72].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        return id == UInt32(bitPattern: Self.applicationID)
            ? .state : .foreign("it is an SQLite file of another program")
    }

    private func makeFolder() throws(StateFileError) {
        var missing: [String] = []
        var folder = Substring(path)
        while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
            folder = folder[..<slash]
            if access(String(folder), F_OK) == 0 { break }
            missing.append(String(folder))
        }
        for folder in missing.reversed() where mkdir(folder, 0o700) != 0 && errno != EEXIST { throw problem() }
    }

    private func problem() -> StateFileError {
        StateFileError(.cannotOpen, path: path, detail: String(cString: strerror(errno)))
    }

    private func openFile(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.open(path, flags, 0o600)
        #elseif canImport(Glibc)
            Glibc.open(path, flags, 0o600)
        #else
            Musl.open(path, flags, 0o600)
        #endif
    }
}
