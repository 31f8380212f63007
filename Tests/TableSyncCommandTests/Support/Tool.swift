import Foundation
import JSONText
import Locking

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The built command as a process of its own.
struct Tool: Sendable {
    /// Where it works; its state and its embedded store lie there, too.
    let folder: TemporaryFolder

    /// What a process left behind.
    struct Result: Sendable {
        /// The exit code, as a shell would tell it: 128 and the signal's number if a signal ended it.
        let code: Int32
        let output: String
        let errors: String

        var events: [JSONValue] {
            get throws { try output.split(separator: "\n").map { try JSONValue(parsing: String($0)) } }
        }
    }

    /// Where standard input comes from, and where standard error goes, if not from and to files.
    struct Streams: Sendable {
        var input = ""
        var errors: Int32?
        /// A file for standard output instead of one of ours; nil for ours.
        var outputPath: String?
    }

    /// Starts the command and waits for its end.
    func run(
        _ arguments: String..., environment: [String: String] = [:], input: String = ""
    ) async throws -> Result {
        try await run(arguments, environment: environment, streams: Streams(input: input)) { _ in }
    }

    /// Starts the command, calls `during` with its process id, and waits for its end.
    func run(
        _ arguments: [String], environment: [String: String] = [:], streams: Streams = Streams(),
        during: @Sendable (Int32) async throws -> Void
    ) async throws -> Result {
        let name = UUID().uuidString
        let outputPath = try streams.outputPath ?? folder.write("", to: ".\(name).out")
        let errorPath = try folder.write("", to: ".\(name).err")
        let inputPath = try folder.write(streams.input, to: ".\(name).in")
        let process = Process()
        process.executableURL = try Self.executable()
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        var variables = ["PATH": "/usr/bin:/bin", "TABLESYNC_STATE_DIR": folder.path + "/state"]
        variables.merge(environment) { $1 }
        process.environment = variables
        process.standardInput = FileHandle(forReadingAtPath: inputPath)
        process.standardOutput = FileHandle(forWritingAtPath: outputPath)
        process.standardError =
            streams.errors.map { FileHandle(fileDescriptor: $0, closeOnDealloc: false) }
            ?? FileHandle(forWritingAtPath: errorPath)
        let (ends, announcement) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            announcement.yield(isSignal ? 128 + process.terminationStatus : process.terminationStatus)
            announcement.finish()
        }
        try process.run()
        do {
            try await during(process.processIdentifier)
        } catch {
            process.terminate()
            throw error
        }
        var code: Int32 = -1
        for await end in ends { code = end }
        let text = { (path: String) in
            String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        }
        defer { for path in [errorPath, inputPath] { try? FileManager.default.removeItem(atPath: path) } }
        let output = streams.outputPath == nil ? text(outputPath) : ""
        if streams.outputPath == nil { try? FileManager.default.removeItem(atPath: outputPath) }
        return Result(code: code, output: output, errors: text(errorPath))
    }

    /// `tablesync` beside the tests.
    static func executable() throws -> URL {
        var folders = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
        folders.append(URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent())
        folders.append(URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent())
        for folder in folders {
            let file = folder.appendingPathComponent("tablesync")
            if FileManager.default.isExecutableFile(atPath: file.path) { return file }
        }
        throw CocoaError(.fileNoSuchFile)
    }
}

/// Waits until `condition` holds; the test's time limit ends it if it never does.
func wait(until condition: () throws -> Bool) async throws {
    while try !condition() { try await Task.sleep(for: .milliseconds(2)) }
}

/// A terminal that nobody sits at.
final class Terminal: Sendable {
    /// The end that a process takes for a terminal.
    let descriptor: Int32
    private let other: Int32
    private let shown = Guarded<[UInt8]>([])

    init(columns: UInt16) throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        var size = winsize()
        size.ws_col = columns
        size.ws_row = 24
        guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw CocoaError(.fileNoSuchFile) }
        other = master
        descriptor = slave
        _ = fcntl(other, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(descriptor)
        close(other)
    }

    /// What has been written to it until now.
    ///
    /// A process that writes more than some kilobytes waits until somebody looks.
    func look() -> String {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        return shown.withLock { shown in
            while case let count = systemRead(other, &buffer, buffer.count), count > 0 { shown += buffer[..<count] }
            return String(decoding: shown, as: UTF8.self)
        }
    }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
