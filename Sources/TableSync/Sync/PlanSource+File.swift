import Crypto
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension PlanSource {
    /// The source that lies at a path, with the digest of its bytes. What is no regular file, such as a pipe, has none: it can be
    /// read only once.
    ///
    /// - Throws: ``PlanFileError`` if the file cannot be read.
    package static func file(_ path: String) throws(PlanFileError) -> PlanSource {
        var status = stat()
        guard stat(path, &status) == 0 else { throw problem(.cannotOpen, path) }
        return try regularFile(path) ?? PlanSource(name: path)
    }

    /// The source that lies at a path; nil if nothing does, or what does is no regular file.
    ///
    /// - Throws: ``PlanFileError`` if the file cannot be read.
    static func regularFile(_ path: String) throws(PlanFileError) -> PlanSource? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw problem(.cannotOpen, path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(.cannotOpen, path) }
        defer { close(descriptor) }
        var hasher = SHA256()
        var piece = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw problem(.cannotRead, path) }
            guard count > 0 else { break }
            piece.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        let digits = hasher.finalize().flatMap { byte in
            [PlanFormat.digits[Int(byte >> 4)], PlanFormat.digits[Int(byte & 15)]]
        }
        return PlanSource(name: path, digest: String(decoding: digits, as: UTF8.self), path: absolute(path))
    }

    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    private static func problem(_ code: PlanFileError.Code, _ path: String) -> PlanFileError {
        PlanFileError(code, file: path, message: "the file cannot be read: \(String(cString: strerror(errno)))")
    }
}
