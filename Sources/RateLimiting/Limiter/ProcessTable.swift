#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What has to be known about the processes of this machine, so that a dead one holds nothing.
struct ProcessTable: Sendable {
    /// Tells this start of the machine from every other; moments written down in another one mean nothing.
    var boot: String
    /// This process.
    var process: Int32
    /// When it started, in the system's own count; 0 where that is not known.
    var started: UInt64
    /// Whether the process that owns a token still runs.
    var isAlive: @Sendable (SlotOwner) -> Bool

    /// The table of the machine that we run on.
    static var system: ProcessTable {
        let process = getpid()
        return ProcessTable(
            boot: bootID(), process: process, started: startTime(of: process) ?? 0,
            isAlive: { owner in
                // 0 and negative numbers mean groups of processes to `kill`.
                guard owner.process > 0 else { return false }
                // Not being allowed to signal it is proof enough that it is there.
                guard kill(owner.process, 0) == 0 || errno == EPERM else { return false }
                guard owner.started != 0, let started = startTime(of: owner.process) else { return true }
                return owner.started == started
            })
    }

    private static func bootID() -> String {
        #if canImport(Darwin)
            var size = 0
            guard sysctlbyname("kern.bootsessionuuid", nil, &size, nil, 0) == 0, size > 1 else { return "unknown" }
            var bytes = [UInt8](repeating: 0, count: size)
            guard sysctlbyname("kern.bootsessionuuid", &bytes, &size, nil, 0) == 0 else { return "unknown" }
            return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        #else
            let text = PlainFile.read("/proc/sys/kernel/random/boot_id").map { String(decoding: $0, as: UTF8.self) }
            let id = (text ?? "").filter { $0.isHexDigit || $0 == "-" }
            return id.isEmpty ? "unknown" : id
        #endif
    }

    /// Process numbers are used again; together with the start they are not. On Darwin the number alone has to do.
    private static func startTime(of process: Int32) -> UInt64? {
        #if canImport(Darwin)
            return nil
        #else
            guard let bytes = PlainFile.read("/proc/\(process)/stat") else { return nil }
            // The second field is the program's name in brackets and may hold anything; the start is the 22nd of all.
            guard let bracket = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
            let fields = bytes[(bracket + 1)...].split(separator: UInt8(ascii: " "))
            return fields.count > 19 ? UInt64(String(decoding: fields[19], as: UTF8.self)) : nil
        #endif
    }
}

/// Reading small files without Foundation.
enum PlainFile {
    /// The bytes of a file, at most `limit` of them; nil if it cannot be read.
    static func read(_ path: String, limit: Int = 65_536) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return read(descriptor, limit: limit)
    }

    /// The bytes of an open file from where it stands, at most `limit` of them; nil if reading fails.
    static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < limit {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            #elseif canImport(Glibc)
                let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            #else
                let count = Musl.read(descriptor, &buffer, min(buffer.count, limit - bytes.count))
            #endif
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes.append(contentsOf: buffer.prefix(count))
        }
        return bytes
    }

    /// Writes all bytes to an open file from its beginning and cuts it there; false if that fails.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(written))
            }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            written += count
        }
        return ftruncate(descriptor, off_t(bytes.count)) == 0
    }
}
