import Configuration
import FoundationEssentials
import JSONText

/// The configuration file: `tablesync.json` or `tablesync.yaml` in the working directory, or the one that was named.
///
/// A name that nothing reads is an error, since a setting that is misspelt would be passed over in silence.
enum ConfigurationFile {
    /// The names that a file may have.
    static let keys = ["base", "baseURL", "requestsPerSecond", "maxWait", "tokenFile", "tokenCommand"]
    static let defaultNames = ["tablesync.json", "tablesync.yaml", "tablesync.yml"]
    /// More than any settings need; a file beyond it is not one of settings.
    private static let longest = 1 << 20

    /// - Parameter said: The path that was named, if one was.
    /// - Returns: The file's path and settings; nil if there is no file.
    /// - Throws: ``CommandError`` with exit code 3 if the file was named and is not there, or cannot be used.
    static func load(_ said: String?) async throws -> (path: String, provider: any ConfigProvider)? {
        let names = said.map { [$0] } ?? defaultNames
        guard let path = names.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            if let said { throw CommandError(.invalidSource, "There is no configuration file \(said).") }
            return nil
        }
        let isJSON = path.hasSuffix(".json")
        guard isJSON || path.hasSuffix(".yaml") || path.hasSuffix(".yml") else {
            throw CommandError(
                .invalidSource,
                "The configuration file \(path) has none of the endings that tell its format: .json, .yaml, .yml.")
        }
        guard let data = FileManager.default.contents(atPath: path), data.count <= longest else {
            throw CommandError(
                .invalidSource, "The configuration file \(path) cannot be read. Check what it is and who may read it.")
        }
        try check(isJSON ? jsonNames([UInt8](data), path) : yamlNames(String(decoding: data, as: UTF8.self)), path)
        do {
            let place = ConfigReader(
                provider: InMemoryProvider(values: ["filePath": ConfigValue(.string(path), isSecret: false)]))
            return isJSON
                ? (path, try await FileProvider<JSONSnapshot>(config: place))
                : (path, try await FileProvider<YAMLSnapshot>(config: place))
        } catch {
            throw CommandError(
                .invalidSource,
                "The configuration file \(path) is not \(isJSON ? "JSON" : "YAML") with a value for each name.")
        }
    }

    private static func check(_ names: [String], _ path: String) throws(CommandError) {
        for name in names where !keys.contains(name) {
            if name.lowercased().contains("token") || name.lowercased().contains("key") {
                throw CommandError(
                    .invalidSource,
                    "\(path) has the name \"\(name)\". A token does not belong into that file: put it into a file of its own "
                        + "and name that as tokenFile, or give tokenCommand or TABLESYNC_TOKEN.")
            }
            let near = keys.first { $0.lowercased() == name.lowercased().filter { $0 != "_" && $0 != "-" } }
            throw CommandError(
                .invalidSource,
                "\(path) has the name \"\(name)\", which means nothing. "
                    + (near.map { "Did you mean \($0)?" } ?? "It may have \(Wording.list(keys))."))
        }
    }

    private static func jsonNames(_ bytes: [UInt8], _ path: String) throws(CommandError) -> [String] {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch {
            // What the parser says may quote the file, which may hold a secret in spite of all advice.
            throw CommandError(
                .invalidSource,
                "The configuration file \(path) is not JSON: see line \(error.line), column \(error.column).")
        }
        guard let object = value.objectValue else {
            throw CommandError(
                .invalidSource,
                "The configuration file \(path) must be one JSON object, such as {\"base\": \"app…\"}.")
        }
        return object.names
    }

    /// The names at the outermost level of a YAML text: what stands at the beginning of a line and is followed by a colon.
    static func yamlNames(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).compactMap { line in
            guard let colon = line.firstIndex(of: ":"), let first = line.first, !first.isWhitespace, first != "#",
                first != "-", first != "%"
            else { return nil }
            var name = line[..<colon].trimmed
            if let quote = name.first, quote == "\"" || quote == "'", name.count > 1, name.last == quote {
                name = String(name.dropFirst().dropLast())
            }
            return name
        }
    }
}
