import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file without a name, for its owner alone: it is gone when nobody holds it any more.
final class SpoolFile: Sendable {
    private let descriptor: Int32
    let folder: String

    /// - Throws: ``StateFolderProblem`` if `folder` cannot be written to.
    init(in folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var name = Array("\(folder)/rows-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        self.folder = folder
        guard descriptor >= 0 else { throw problem }
        unlink(name)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: [UInt8], at offset: Int) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw problem }
            done += count
        }
    }

    /// Up to `size` bytes from `offset`; none at the end of the file.
    func read(at offset: Int, upTo size: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            var result = 0
            repeat {
                result = pread(descriptor, buffer.baseAddress, size, off_t(offset))
            } while result < 0 && errno == EINTR
            guard result >= 0 else {
                throw StateFolderProblem(path: folder, reason: String(cString: strerror(errno)), isRead: true)
            }
            count = result
        }
    }

    private var problem: StateFolderProblem {
        StateFolderProblem(path: folder, reason: String(cString: strerror(errno)))
    }
}
