import Configuration
import FoundationEssentials
import JSONText

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A configuration file: the one that was named, or `tablesync.json` or `.yaml` in the working directory; and below it
/// `config.json` or `.yaml` in the user's own folder.
///
/// A name that nothing reads is an error, since a setting that is misspelt would be passed over in silence.
struct ConfigurationFile: Sendable {
    /// The path as it was named or found.
    let path: String
    /// The settings that it names, be their values what they may.
    let named: [SettingsReader.Key]
    let reader: ConfigReader
    /// Why nothing that others could misuse is taken from it, and what to do about it; nil if it is.
    let distrust: String?

    /// The names that a file may have.
    static let keys = SettingsReader.Key.allCases.map(\.rawValue)
    private static let endings = ["json", "yaml", "yml"]
    /// More than any settings need; a file beyond it is not one of settings.
    private static let longest = 1 << 20

    /// The files that there are, the one that goes before the other first.
    ///
    /// - Parameter named: The path that was named, if one was.
    /// - Throws: ``CommandError`` with exit code 3 if the file that was named is not there, or one cannot be used.
    static func all(named: String?, environment: [String: String]) async throws -> [ConfigurationFile] {
        var files: [ConfigurationFile] = []
        if let named {
            guard FileManager.default.fileExists(atPath: named) else {
                throw CommandError(.invalidSource, "There is no configuration file \(named).")
            }
            files.append(try await ConfigurationFile(named, isFound: false))
        } else if let path = existing("tablesync") {
            files.append(try await ConfigurationFile(path, isFound: true))
        }
        if let path = userFolder(environment).flatMap({ existing($0 + "/config") }) {
            files.append(try await ConfigurationFile(path, isFound: false))
        }
        return files
    }

    /// The user's own folder for such files: `tablesync` in XDG_CONFIG_HOME or in `~/.config`.
    static func userFolder(_ environment: [String: String]) -> String? {
        // The specification of these folders has a path that is not absolute ignored.
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return folder + "/tablesync" }
        return environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config/tablesync" }
    }

    private static func existing(_ path: String) -> String? {
        endings.map { "\(path).\($0)" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    /// - Parameter isFound: Whether it is used only because it lies in the working directory, as it may in a folder that
    ///   somebody else made.
    private init(_ path: String, isFound: Bool) async throws {
        let isJSON = path.hasSuffix(".json")
        guard isJSON || path.hasSuffix(".yaml") || path.hasSuffix(".yml") else {
            throw CommandError(
                .invalidSource,
                "The configuration file \(path) has none of the endings that tell its format: .json, .yaml, .yml.")
        }
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.longest else {
            throw CommandError(
                .invalidSource, "The configuration file \(path) cannot be read. Check what it is and who may read it.")
        }
        let names =
            try isJSON ? Self.jsonNames([UInt8](data), path) : Self.yamlNames(String(decoding: data, as: UTF8.self))
        named = try Self.settings(names, path)
        do {
            let place = ConfigReader(
                provider: InMemoryProvider(values: ["filePath": ConfigValue(.string(path), isSecret: false)]))
            reader =
                isJSON
                ? ConfigReader(provider: try await FileProvider<JSONSnapshot>(config: place))
                : ConfigReader(provider: try await FileProvider<YAMLSnapshot>(config: place))
        } catch {
            throw CommandError(
                .invalidSource,
                "The configuration file \(path) is not \(isJSON ? "JSON" : "YAML") with a value for each name.")
        }
        self.path = path
        distrust =
            isFound
            ? "whoever made this folder may have made the file. If it is yours, say --config \(path)" : Self.flaw(path)
    }

    /// Why others may have written the file; nil if only the user, or the system's administrator, can have.
    private static func flaw(_ path: String) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return "nobody knows whose file it is" }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            return "the file belongs to somebody else. Make a file of your own"
        }
        guard status.st_mode & (S_IWGRP | S_IWOTH) == 0 else {
            return "others may write to the file. Say chmod go-w \(path)"
        }
        return nil
    }

    private static func settings(_ names: [String], _ path: String) throws(CommandError) -> [SettingsReader.Key] {
        var named: [SettingsReader.Key] = []
        for name in names {
            if let key = SettingsReader.Key(rawValue: name) {
                named.append(key)
                continue
            }
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
        return named
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
