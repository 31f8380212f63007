/// Where the bytes of a file come from: a path, standard input, or memory. Read once, from start to end.
public struct ByteSource: ~Copyable, Sendable {
    /// How many bytes one read asks the system for. 256 KiB stays in a core's cache and makes the calls' cost vanish.
    static let chunkSize = 256 * 1024

    /// How errors call what the process is given.
    static let standardInputName = "standard input"

    /// How errors call it: the path as given, or `standard input`.
    public let name: String
    private let origin: Origin
    /// How much was read; also the place in a spool and in memory.
    private var offset: Int64 = 0

    private enum Origin {
        case file(OpenFile, unchanged: FileIdentity?)
        case spool(OpenFile)
        case memory([UInt8], chunk: Int)
    }

    private init(name: String, origin: Origin) {
        self.name = name
        self.origin = origin
    }

    /// Opens the file at `path`.
    public init(path: String) throws(TabularError) {
        try self.init(path: path, unchanged: nil)
    }

    /// Opens the file at `path`, which has to be in the state `unchanged` now and at its end, if one is given.
    init(path: String, unchanged: FileIdentity?) throws(TabularError) {
        let (file, identity) = try Self.open(path)
        if let unchanged, identity != unchanged { throw Self.changed(path) }
        self.init(name: path, origin: .file(file, unchanged: unchanged))
    }

    /// Reads what the process is given on standard input.
    public static func standardInput() -> ByteSource {
        ByteSource(name: standardInputName, origin: .file(OpenFile(descriptor: 0, closes: false), unchanged: nil))
    }

    /// Reads `bytes`, at most `chunk` of them at once.
    public init(bytes: [UInt8], name: String, chunk: Int = .max) {
        self.init(name: name, origin: .memory(bytes, chunk: max(1, chunk)))
    }

    /// Reads a nameless file from its start, whatever others have read of it.
    init(spool: OpenFile, name: String) {
        self.init(name: name, origin: .spool(spool))
    }

    /// Opens a file and says what it is; folders are refused, since the system opens them without a word.
    static func open(_ path: String) throws(TabularError) -> (file: OpenFile, identity: FileIdentity) {
        guard let file = OpenFile.reading(path), let identity = file.identity() else {
            throw TabularError(
                .cannotOpen, file: path, message: "the file cannot be opened: \(lastSystemError())",
                remedy: "Check the path and that you may read it.")
        }
        guard !identity.isFolder else {
            throw TabularError(
                .cannotOpen, file: path, message: "this is a folder, not a file", remedy: "Name a file inside it.")
        }
        return (file, identity)
    }

    /// Puts the next bytes at the start of `target` and gives their number, 0 at the end.
    public mutating func read(into target: UnsafeMutableRawBufferPointer) throws(TabularError) -> Int {
        guard !target.isEmpty else { return 0 }
        let count: Int
        switch origin {
        case .file(let file, _): count = file.read(into: target)
        case .spool(let file): count = file.read(into: target, at: offset)
        case .memory(let bytes, let chunk):
            let start = Int(offset)
            count = min(bytes.count - start, target.count, chunk)
            target.copyBytes(from: bytes[start..<start + count])
        }
        guard count >= 0 else {
            throw TabularError(.cannotRead, file: name, message: "reading failed: \(lastSystemError())")
        }
        offset += Int64(count)
        if count == 0 { try checkUnchanged() }
        return count
    }

    private func checkUnchanged() throws(TabularError) {
        guard case .file(let file, let unchanged?) = origin, file.identity() != unchanged else { return }
        throw Self.changed(name)
    }

    private static func changed(_ name: String) -> TabularError {
        TabularError(
            .changed, file: name, message: "the file was changed while it was in use",
            remedy: "Wait until nothing writes to it, then start again.")
    }
}
