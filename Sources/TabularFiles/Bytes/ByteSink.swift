/// Where the bytes of a written file go: a path, standard output, or a function. Bytes are gathered into writes of some
/// 64 KiB; the last of them are written by the writer's `finish()`, without which they are lost.
///
/// Writing to a pipe whose reader has gone raises SIGPIPE, which ends the process unless it ignores that signal; if it
/// does, the writer throws ``TabularError/Code/cannotWrite``.
public struct ByteSink: ~Copyable, Sendable {
    /// From how many gathered bytes on they are written.
    static let bufferSize = 64 * 1024

    /// How errors call it: the path as given, or `standard output`.
    public let name: String
    private let destination: Destination
    private var buffer: [UInt8] = []
    private var failure: TabularError?

    private enum Destination {
        case file(OpenFile)
        case function(@Sendable ([UInt8]) throws(TabularError) -> Void)
    }

    private init(name: String, destination: Destination) {
        self.name = name
        self.destination = destination
        buffer.reserveCapacity(Self.bufferSize + 4096)
    }

    /// Makes the file at `path`, or empties the one that is there; errors call it `name`, or by its path.
    public init(path: String, name: String? = nil) throws(TabularError) {
        guard let file = OpenFile.writing(path) else {
            throw TabularError(
                .cannotOpen, file: name ?? path, message: "the file cannot be written: \(lastSystemError())",
                remedy: "Check the path and that you may write there.")
        }
        self.init(name: name ?? path, destination: .file(file))
    }

    /// Writes to the process's standard output.
    public static func standardOutput() -> ByteSink {
        ByteSink(name: "standard output", destination: .file(OpenFile(descriptor: 1, closes: false)))
    }

    /// Hands the bytes to `receive`, in order, in pieces of any size.
    public init(name: String, receive: @escaping @Sendable ([UInt8]) throws(TabularError) -> Void) {
        self.init(name: name, destination: .function(receive))
    }

    /// Writes to a file that is open already.
    init(file: OpenFile, name: String) {
        self.init(name: name, destination: .file(file))
    }

    /// Lets `body` append bytes, and writes when enough have come together.
    mutating func append(_ body: (inout [UInt8]) -> Void) throws(TabularError) {
        body(&buffer)
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Writes what has been gathered. After an error every call throws the same.
    mutating func flush() throws(TabularError) {
        if let failure { throw failure }
        do throws(TabularError) {
            switch destination {
            case .file(let file): try write(to: file)
            case .function(let receive): try receive(buffer)
            }
            buffer.removeAll(keepingCapacity: true)
        } catch {
            failure = error
            throw error
        }
    }

    private func write(to file: OpenFile) throws(TabularError) {
        var written = 0
        while written < buffer.count {
            let count = buffer.withUnsafeBytes { file.write(UnsafeRawBufferPointer(rebasing: $0[written...])) }
            guard count > 0 else {
                throw TabularError(
                    .cannotWrite, file: name, message: "writing failed: \(lastSystemError())",
                    remedy: lastWriteRemedy())
            }
            written += count
        }
    }
}
