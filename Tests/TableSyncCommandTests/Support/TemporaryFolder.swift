import Foundation
import Testing

/// A folder of its own for one test.
struct TemporaryFolder: Sendable {
    let path: String

    /// Runs `body` with a new folder, and removes it, however `body` ends.
    static func with<Result>(_ body: (TemporaryFolder) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.path + "/tablesync-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(TemporaryFolder(path: path))) } catch { result = .failure(error) }
        // A folder that cannot be removed is still written to by something that the test has left behind.
        do { try FileManager.default.removeItem(atPath: path) } catch { Issue.record(error) }
        return try result.get()
    }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Data(text.utf8), to: name)
    }

    @discardableResult
    func write(_ bytes: Data, to name: String) throws -> String {
        let file = path + "/" + name
        try bytes.write(to: URL(fileURLWithPath: file))
        return file
    }

    /// Sets who may do what with a file.
    func allow(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + "/" + name)
    }

    /// Makes a folder in it.
    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
    }

    /// The text of a file; nil if there is none.
    func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The paths of all files below, within the folder.
    var files: [String] { (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [] }
}
