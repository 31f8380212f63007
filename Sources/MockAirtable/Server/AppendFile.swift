#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The system's words for its error numbers.
enum SystemText {
    /// The number of the error that another process listens on a port.
    static let addressInUse = EADDRINUSE

    static func text(of code: Int32) -> String { String(cString: strerror(code)) }
}

/// A file that is written at its end.
final class AppendFile: Sendable {
    private let descriptor: Int32
    let path: String

    /// Opens the file, or makes it readable by its owner only.
    init(path: String) throws(ServeError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotLog(path: path, SystemText.text(of: errno)) }
    }

    deinit { close(descriptor) }

    /// Writes all bytes at the end of the file.
    func append(_ bytes: [UInt8]) throws(ServeError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .cannotLog(path: path, SystemText.text(of: errno))
            }
            rest = rest.dropFirst(count)
        }
    }
}
