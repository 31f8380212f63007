#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The place of an SQLite file that only its owner may read, since it holds people's data: a snapshot or a journal.
struct PrivateFile {
    /// Why the file cannot be had.
    enum Problem: Error, Sendable, Hashable {
        /// Something else than a file has its name.
        case foreign
        /// In the system's words.
        case system(String)
    }

    let path: String

    var exists: Bool { access(path, F_OK) == 0 }

    /// Whether the file and what lies beside it may be changed.
    var mayBeWritten: Bool {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        return access(path, W_OK) == 0 && access(String(path[..<end]), W_OK) == 0
    }

    /// Whether the file is there and not empty.
    var hasContent: Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_size > 0
    }

    /// Makes the file and its folders if they are not there, and takes everybody else's right to read the file.
    ///
    /// A file that is there is not opened: to close it would let go of the locks that SQLite has on it anywhere else in this process
    /// (SQLite, "How To Corrupt An SQLite Database File", section 2.2).
    func prepare() throws(Problem) {
        try makeFolders()
        var status = stat()
        if lstat(path, &status) != 0 {
            guard errno == ENOENT else { throw problem() }
            let descriptor = makeFile()
            guard descriptor >= 0 || errno == EEXIST else { throw problem() }
            if descriptor >= 0 { close(descriptor) }
        }
        try protect()
    }

    /// Takes everybody else's right to read the file, which is there.
    func protect() throws(Problem) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw problem() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .foreign }
        guard status.st_mode & 0o777 == 0o600 || chmod(path, 0o600) == 0 else { throw problem() }
    }

    /// Gives the file the name of `other` as well, unless somebody was quicker: theirs is as good.
    func link(as other: PrivateFile) throws(Problem) {
        #if canImport(Darwin)
            let result = Darwin.link(path, other.path)
        #elseif canImport(Glibc)
            let result = Glibc.link(path, other.path)
        #else
            let result = Musl.link(path, other.path)
        #endif
        guard result == 0 || errno == EEXIST else { throw problem() }
    }

    /// Removes the file and what SQLite keeps beside it.
    func remove() throws(Problem) {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            guard unlink(path + suffix) == 0 || errno == ENOENT else { throw problem() }
        }
    }

    private func makeFolders() throws(Problem) {
        var missing: [String] = []
        var folder = Substring(path)
        while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
            folder = folder[..<slash]
            if access(String(folder), F_OK) == 0 { break }
            missing.append(String(folder))
        }
        for folder in missing.reversed() where mkdir(folder, 0o700) != 0 && errno != EEXIST { throw problem() }
    }

    private func makeFile() -> Int32 {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        #if canImport(Darwin)
            return Darwin.open(path, flags, 0o600)
        #elseif canImport(Glibc)
            return Glibc.open(path, flags, 0o600)
        #else
            return Musl.open(path, flags, 0o600)
        #endif
    }

    private func problem() -> Problem { .system(String(cString: strerror(errno))) }
}
