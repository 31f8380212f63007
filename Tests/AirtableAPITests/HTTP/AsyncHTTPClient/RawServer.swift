import Dispatch
import Locking

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A TCP server on the loopback, on a port that the system chose, that reads requests whole and then does what the test
/// says: servers that behave are easily found.
final class RawServer: Sendable {
    /// What is done once a request was read.
    enum Behaviour: Sendable {
        /// Writes this and reads the next request.
        case answer(String)
        /// Writes this and closes.
        case answerAndClose(String)
        /// Closes with a reset.
        case reset
        /// Says nothing until the other side gives up.
        case silence
    }

    struct SetupError: Error { var step: String }

    let port: UInt16
    private let listener: Int32
    private let state = Guarded(State())
    /// What is written as soon as a head has come, before its body is read; nil for nothing.
    private let early: String?
    private let behave: @Sendable (_ requestNumber: Int) -> Behaviour

    private struct State {
        var requests: [String] = []
        var connections = 0
    }

    /// The requests so far, head and body.
    var requests: [String] { state.withLock { $0.requests } }
    /// How many connections were accepted.
    var connections: Int { state.withLock { $0.connections } }

    init(
        answeringHeads early: String? = nil, _ behave: @escaping @Sendable (_ requestNumber: Int) -> Behaviour
    ) throws {
        (listener, port) = try Self.listen()
        self.early = early
        self.behave = behave
        Self.onThreadOfItsOwn { self.acceptAll() }
    }

    /// Ends the server; open connections end with their clients.
    func close() {
        // Wakes `accept`, which closing alone does not.
        _ = shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A port that nobody listens on.
    static func unusedPort() throws -> UInt16 {
        let (socket, port) = try listen()
        closeSocket(socket)
        return port
    }

    /// A serial queue gets a thread of its own; blocking calls on a global one would take those that tests run on.
    private static func onThreadOfItsOwn(_ work: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "raw-server").async(execute: work)
    }

    private static func listen() throws -> (Int32, UInt16) {
        #if canImport(Glibc)
            let kind = Int32(SOCK_STREAM.rawValue)
        #else
            let kind = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, kind, 0)
        guard descriptor >= 0 else { throw SetupError(step: "socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard bound, Self.beginListening(descriptor) else { throw SetupError(step: "bind") }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            state.withLock { $0.connections += 1 }
            Self.onThreadOfItsOwn { self.serve(connection) }
        }
        Self.closeSocket(listener)
    }

    private func serve(_ connection: Int32) {
        defer { Self.closeSocket(connection) }
        while let request = readRequest(connection) {
            let number = state.withLock { state in
                state.requests.append(request)
                return state.requests.count - 1
            }
            switch behave(number) {
            case .answer(let text): Self.write(text, to: connection)
            case .answerAndClose(let text):
                Self.write(text, to: connection)
                return
            case .reset:
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                return
            case .silence:
                // Read until the client is gone.
                while Self.readSome(connection) != nil {}
                return
            }
        }
    }

    /// Reads a head and as much of a body as its content-length says; nil at the end.
    private func readRequest(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var wanted: Int?
        while wanted.map({ bytes.count < $0 }) ?? true {
            guard let more = Self.readSome(connection) else { return nil }
            bytes += more
            guard wanted == nil, let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
            let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased()
            let length =
                head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                .flatMap { Int($0.dropFirst(15).trimmingPrefix(" ")) } ?? 0
            wanted = end.upperBound + length
            if let early { Self.write(early, to: connection) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func readSome(_ connection: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(connection, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    private static func write(_ text: String, to connection: Int32) {
        let bytes = Array(text.utf8)
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, flags) }
            guard count > 0 else { return }
            sent += count
        }
    }

    private static func beginListening(_ descriptor: Int32) -> Bool {
        #if canImport(Darwin)
            Darwin.listen(descriptor, 64) == 0
        #elseif canImport(Glibc)
            Glibc.listen(descriptor, 64) == 0
        #else
            Musl.listen(descriptor, 64) == 0
        #endif
    }

    private static func closeSocket(_ descriptor: Int32) {
        #if canImport(Darwin)
            _ = Darwin.close(descriptor)
        #elseif canImport(Glibc)
            _ = Glibc.close(descriptor)
        #else
            _ = Musl.close(descriptor)
        #endif
    }
}
