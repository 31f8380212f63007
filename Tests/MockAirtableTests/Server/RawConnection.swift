import Dispatch

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A TCP connection on which a test writes requests byte by byte and sees exactly what comes back, the end included.
final class RawConnection: Sendable {
    /// What came back for one request.
    struct Answer: Equatable {
        var status: Int
        /// By lower-case name.
        var headers: [String: String]
        var body: [UInt8]
        /// Whether the body is as long as the head says.
        var isWhole: Bool

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    struct Failure: Error { var reason: String }

    private let descriptor: Int32
    /// Blocking calls stay away from the threads on which the server answers.
    private let queue = DispatchQueue(label: "RawConnection")

    init(port: Int) throws {
        #if canImport(Darwin)
            let kind = SOCK_STREAM
        #else
            let kind = Int32(SOCK_STREAM.rawValue)
        #endif
        descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw Failure(reason: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        // A server that never answers fails the test instead of holding it up.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        guard result == 0 else {
            close(descriptor)
            throw Failure(reason: "connect to port \(port): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    /// Sends a request with a token and the length of its body.
    func send(
        _ method: String, _ target: String, body: String = "", token: String? = "patTEST", headers: [String] = []
    ) async throws {
        var lines = ["\(method) \(target) HTTP/1.1", "host: 127.0.0.1"] + headers
        if let token { lines.append("authorization: Bearer \(token)") }
        if !body.isEmpty { lines += ["content-type: application/json", "content-length: \(body.utf8.count)"] }
        try await write(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    func write(_ text: String) async throws {
        try await run { descriptor in
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Self.send(descriptor, $0) }
                guard count > 0 else { throw Failure(reason: "write") }
                rest = rest.dropFirst(count)
            }
        }
    }

    /// Reads the next answer; nil if the connection ended before its first byte.
    func answer() async throws -> Answer? {
        try await run { descriptor in
            var bytes: [UInt8] = []
            let separator = Array("\r\n\r\n".utf8)
            while !bytes.suffix(4).elementsEqual(separator) {
                guard let byte = try Self.read(descriptor, 1).first else {
                    if bytes.isEmpty { return nil }
                    throw Failure(reason: "the head of the answer is cut")
                }
                bytes.append(byte)
            }
            var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
            let status = Int(lines.removeFirst().split(separator: " ")[1]) ?? 0
            var headers: [String: String] = [:]
            for line in lines {
                let parts = line.split(separator: ":", maxSplits: 1)
                headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
            }
            let length = Int(headers["content-length"] ?? "0") ?? 0
            var body: [UInt8] = []
            while body.count < length {
                let more = try Self.read(descriptor, length - body.count)
                if more.isEmpty { break }
                body += more
            }
            return Answer(status: status, headers: headers, body: body, isWhole: body.count == length)
        }
    }

    /// Reads the head of an answer that has no body although its length is told, as for HEAD.
    func head() async throws -> [String] {
        try await run { descriptor in
            var bytes: [UInt8] = []
            while !bytes.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) {
                guard let byte = try Self.read(descriptor, 1).first else { break }
                bytes.append(byte)
            }
            return String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
        }
    }

    /// Whether the other side has closed and nothing is left to read.
    func isAtEnd() async throws -> Bool {
        try await run { try Self.read($0, 1).isEmpty }
    }

    /// Whether something can be read at this moment, without waiting.
    func hasInput() -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&request, 1, 0) > 0
    }

    private func run<Result: Sendable>(_ body: @escaping @Sendable (Int32) throws -> Result) async throws -> Result {
        let descriptor = descriptor
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result { try body(descriptor) }) }
        }
    }

    private static func read(_ descriptor: Int32, _ limit: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        // A reset is an end, too.
        if count < 0, errno == ECONNRESET { return [] }
        guard count >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        return Array(bytes.prefix(count))
    }

    private static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.send(descriptor, bytes.baseAddress, bytes.count, 0)
        #elseif canImport(Glibc)
            Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #else
            Musl.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }
}
