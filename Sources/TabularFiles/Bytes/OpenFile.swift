#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An open file that is closed with its last holder.
final class OpenFile: Sendable {
    let descriptor: Int32
    private let closes: Bool

    /// - Parameter closes: False for the standard streams, which belong to the process.
    init(descriptor: Int32, closes: Bool = true) {
        self.descriptor = descriptor
        self.closes = closes
    }

    deinit { if closes { _ = close(descriptor) } }

    /// Opens a file for reading; nil leaves the reason in `errno`.
    static func reading(_ path: String) -> OpenFile? {
        let descriptor = retrying { Int(open(path, O_RDONLY | O_CLOEXEC)) }
        return descriptor < 0 ? nil : OpenFile(descriptor: Int32(descriptor))
    }

    /// Makes a file or empties the one that is there; nil leaves the reason in `errno`.
    static func writing(_ path: String) -> OpenFile? {
        let descriptor = retrying { Int(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)) }
        return descriptor < 0 ? nil : OpenFile(descriptor: Int32(descriptor))
    }

    /// Makes a file that only this process can reach: mode 0600, and without a name, so that it goes with the process
    /// however that ends. Nil leaves the reason in `errno`.
    static func nameless(in folder: String) -> OpenFile? {
        var template = Array("\(folder)/tablesync-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        _ = unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return OpenFile(descriptor: descriptor)
    }

    /// What tells this state of the file from any other; nil leaves the reason in `errno`.
    func identity() -> FileIdentity? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let modified = status.st_mtimespec
        #else
            let modified = status.st_mtim
        #endif
        return FileIdentity(
            device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino),
            size: Int64(status.st_size),
            modifiedSeconds: Int64(modified.tv_sec), modifiedNanoseconds: Int64(modified.tv_nsec),
            kind: UInt32(status.st_mode) & UInt32(S_IFMT))
    }

    /// Reads up to the size of `target` bytes from where the last read ended; 0 at the end, negative with `errno`.
    func read(into target: UnsafeMutableRawBufferPointer) -> Int {
        waiting(for: Int16(POLLIN)) { systemRead(descriptor, target) }
    }

    /// Reads as ``read(into:)`` does, but from a place of the caller's, so that several readers can share the file.
    func read(into target: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int {
        retrying { pread(descriptor, target.baseAddress, target.count, off_t(offset)) }
    }

    /// Writes some of `bytes` and gives their number; negative with `errno`.
    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        waiting(for: Int16(POLLOUT)) { systemWrite(descriptor, bytes) }
    }

    /// Someone else may have made a standard stream non-blocking; then this waits until it is ready.
    private func waiting(for event: Int16, _ call: () -> Int) -> Int {
        while true {
            let result = retrying(call)
            guard result < 0, errno == EAGAIN || errno == EWOULDBLOCK else { return result }
            var waiter = pollfd(fd: descriptor, events: event, revents: 0)
            _ = poll(&waiter, 1, -1)
        }
    }
}

/// The system's words for the last failed call, with its number: `No space left on device (errno 28)`.
func lastSystemError() -> String {
    let number = errno
    return "\(String(cString: strerror(number))) (errno \(number))"
}

/// What to do about the last failed write, as a sentence; nothing if a reader went away.
func lastWriteRemedy() -> String { errno == EPIPE ? "" : "Make room, or name another place." }

/// Repeats a call that a signal interrupted.
private func retrying(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        guard result < 0, errno == EINTR else { return result }
    }
}

/// `read` and `write` under names that methods of those names do not hide.
private func systemRead(_ descriptor: Int32, _ target: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, target.baseAddress, target.count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
