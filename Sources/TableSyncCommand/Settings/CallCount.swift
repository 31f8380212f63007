import FoundationEssentials
import Locking
import RateLimiting

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How many requests this machine has sent to a service in the present month, in UTC.
///
/// A month is a file that grows by one byte with each request, so that any number of processes can count at once without a
/// lock, and a process that dies has counted what it sent. All bases of a service count together: the service meters by
/// workspace, and does not say which base is in which, so this counts too much rather than too little.
final class CallCount: Sendable {
    private let folder: String
    private let time: any TimeSource
    private let failure = Guarded<String?>(nil)

    /// - Parameter service: The host of the service.
    init(stateFolder: String, service: String, time: any TimeSource = SystemTime()) {
        let plain = service.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "-" }
        folder = "\(stateFolder)/calls/\(String(plain))"
        self.time = time
    }

    /// Requests of this month; 0 if there is no file.
    var made: Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Why not all requests are counted, as a sentence; nil if they are.
    var problem: String? { failure.withLock(\.self) }

    /// Counts a request that has left.
    func add() {
        let path = path
        var descriptor = Self.append(to: path)
        if descriptor < 0, errno == ENOENT {
            try? FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            descriptor = Self.append(to: path)
        }
        guard descriptor >= 0 else { return fail(path) }
        if write(descriptor, ".", 1) != 1 { fail(path) }
        close(descriptor)
    }

    private var path: String { "\(folder)/\(Date.ISO8601FormatStyle().year().month().format(time.date))" }

    private static func append(to path: String) -> Int32 {
        open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }

    private func fail(_ path: String) {
        let reason = String(cString: strerror(errno))
        failure.withLock {
            $0 = "The month's calls cannot be counted in \(path): \(reason). Mend that, or the count is too low."
        }
    }
}
