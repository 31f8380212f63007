import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open file that holds a plan, for the user alone: plans hold people's data.
///
/// It stays readable as long as somebody holds it, whatever happens to its name. A plan that nobody asked to keep has no name, so
/// that nothing is left of it after a crash.
final class PlanFile: Sendable {
    /// What messages call the file.
    let name: String
    private let descriptor: Int32
    /// The name of a file that is not finished, and the name that it gets then.
    private let draft: (path: String, final: String)?
    private let isPublished = Atomic<Bool>(false)
    /// Whether it has a name by which another process may find the plan.
    let isKept: Bool
    private let isTaken = Atomic<Bool>(false)

    private init(
        name: String, descriptor: Int32, draft: (path: String, final: String)? = nil, isKept: Bool = true
    ) {
        self.name = name
        self.descriptor = descriptor
        self.draft = draft
        self.isKept = isKept
    }

    /// Marks the plan as carried out, among those who hold this file; false if it was already.
    func take() -> Bool { !isTaken.exchange(true, ordering: .relaxed) }

    /// Whether the plan was marked as carried out.
    var isUsed: Bool { isTaken.load(ordering: .relaxed) }

    /// Makes the plan good again.
    func release() { isTaken.store(false, ordering: .relaxed) }

    deinit {
        _ = close(descriptor)
        if let draft, !isPublished.load(ordering: .relaxed) { unlink(draft.path) }
    }

    /// Makes a file that gets the name `path` when it is finished; until then nothing of that name is touched.
    ///
    /// - Throws: ``PlanFileError`` if it cannot be made, or if something else than a file has that name: a device or a pipe would be
    ///   replaced, not written to.
    static func draft(of path: String) throws(PlanFileError) -> PlanFile {
        var status = stat()
        guard stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
            throw PlanFileError(
                .cannotWrite, file: path, message: "this is no file that a plan could replace",
                remedy: "Name a file, or none.")
        }
        let draft = "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).new"
        let descriptor = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw problem(.cannotWrite, path, "the file could not be made") }
        return PlanFile(name: path, descriptor: descriptor, draft: (draft, path))
    }

    /// Makes a file without a name in a folder.
    static func temporary(in folder: String) throws(PlanFileError) -> PlanFile {
        let path = "\(folder)/plan.\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).new"
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw problem(.cannotWrite, path, "the file could not be made") }
        unlink(path)
        return PlanFile(name: "the plan in \(folder)", descriptor: descriptor, isKept: false)
    }

    /// Opens a plan that was kept.
    static func existing(at path: String) throws(PlanFileError) -> PlanFile {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(.cannotOpen, path, "the plan could not be opened") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            _ = close(descriptor)
            throw PlanFileError(.cannotOpen, file: path, message: "this is no file", remedy: "Name a saved plan.")
        }
        return PlanFile(name: path, descriptor: descriptor)
    }

    /// How many bytes there are.
    func size() throws(PlanFileError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw Self.problem(.cannotRead, name, "the size of the plan could not be read")
        }
        return Int(status.st_size)
    }

    /// Up to `count` bytes from `offset` on; none at the end.
    func read(at offset: Int, upTo count: Int) throws(PlanFileError) -> [UInt8] {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat {
                result = pread(descriptor, buffer.baseAddress, count, off_t(offset))
            } while result < 0 && errno == EINTR
            initialized = max(0, result)
        }
        guard result >= 0 else { throw Self.problem(.cannotRead, name, "the plan could not be read") }
        return bytes
    }

    /// Writes all of `bytes` at `offset`.
    func write(_ bytes: [UInt8], at offset: Int) throws(PlanFileError) {
        var written = 0
        while written < bytes.count {
            let result = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written,
                    off_t(offset + written))
            }
            guard result > 0 || errno == EINTR else {
                throw Self.problem(.cannotWrite, name, "the plan could not be written")
            }
            written += max(0, result)
        }
    }

    /// Gives a draft its name, in one step: whoever opens it finds the old plan or the new one.
    func publish() throws(PlanFileError) {
        guard let draft else { return }
        guard fsync(descriptor) == 0, rename(draft.path, draft.final) == 0 else {
            throw Self.problem(.cannotWrite, name, "the plan could not be saved")
        }
        isPublished.store(true, ordering: .relaxed)
    }

    private static func open(_ path: String, _ flags: Int32) -> Int32 {
        #if canImport(Darwin)
            Darwin.open(path, flags, 0o600)
        #elseif canImport(Glibc)
            Glibc.open(path, flags, 0o600)
        #else
            Musl.open(path, flags, 0o600)
        #endif
    }

    private static func problem(_ code: PlanFileError.Code, _ file: String, _ message: String) -> PlanFileError {
        PlanFileError(
            code, file: file, message: "\(message) (\(String(cString: strerror(errno))))",
            remedy: code == .cannotWrite ? "Make room, or name another place for it." : "")
    }
}
