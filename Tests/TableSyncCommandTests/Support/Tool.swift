import Foundation
import JSONText

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

        /// Standard error without the lines that only slow machines see.
        var messages: String { errors.withoutSlowness }

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
        process.environment = variables(environment)
        process.standardInput = FileHandle(forReadingAtPath: inputPath)
        process.standardOutput = FileHandle(forWritingAtPath: outputPath)
        process.standardError =
            streams.errors.map { FileHandle(fileDescriptor: $0, closeOnDealloc: false) }
            ?? FileHandle(forWritingAtPath: errorPath)
        let code = try await Self.run(process, during: during)
        let text = { (path: String) in
            String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        }
        defer { for path in [errorPath, inputPath] { try? FileManager.default.removeItem(atPath: path) } }
        let output = streams.outputPath == nil ? text(outputPath) : ""
        if streams.outputPath == nil { try? FileManager.default.removeItem(atPath: outputPath) }
        return Result(code: code, output: output, errors: text(errorPath))
    }

    /// Starts a shell that runs `script`, in which `TOOL` stands for the command, and waits for its end.
    func shell(_ script: String, environment: [String: String] = [:]) async throws -> Result {
        let (output, errors) = (try folder.write("", to: ".shell.out"), try folder.write("", to: ".shell.err"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", script.replacing("TOOL", with: "'\(try Self.executable().path)'")]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = variables(environment)
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: errors)
        let code = try await Self.run(process) { _ in }
        return Result(code: code, output: folder.read(".shell.out") ?? "", errors: folder.read(".shell.err") ?? "")
    }

    private func variables(_ environment: [String: String]) -> [String: String] {
        ["PATH": "/usr/bin:/bin", "TABLESYNC_STATE_DIR": folder.path + "/state"].merging(environment) { $1 }
    }

    /// Starts a process, calls `during` with its id, and gives its exit code.
    ///
    /// It has ended when this returns, however it does: one that went on would write into a folder that is being removed.
    private static func run(
        _ process: Process, during: @Sendable (Int32) async throws -> Void
    ) async throws -> Int32 {
        let (ends, announcement) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            announcement.yield(isSignal ? 128 + process.terminationStatus : process.terminationStatus)
            announcement.finish()
        }
        try process.run()
        let id = process.processIdentifier
        // Not cancelled with the test, whose time limit does that.
        let code = Task { await ends.first { _ in true } ?? -1 }
        return try await withTaskCancellationHandler {
            do {
                try await during(id)
            } catch {
                end(group: id)
                _ = await code.value
                throw error
            }
            return await code.value
        } onCancel: {
            end(group: id)
        }
    }

    /// Ends a process and what it has started.
    private static func end(group id: Int32) {
        if kill(-id, SIGKILL) != 0 { kill(id, SIGKILL) }
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

extension String {
    /// The messages without those that only slow machines see: how far a run is, every ten seconds, and that an answer is waited
    /// for.
    var withoutSlowness: String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .filter { $0.wholeMatch(of: /\w+: [\d,]+\/[\d,]+ rows .*|Note: No answer from .* yet; waiting\./) == nil }
            .joined(separator: "\n")
    }
}
