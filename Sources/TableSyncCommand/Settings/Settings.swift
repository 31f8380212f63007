import AirtableAPI
import Configuration
import FoundationEssentials
import RateLimiting
import TableModel

/// What the command works with: flags over environment over file over defaults.
struct Settings: Sendable {
    let address: ServiceAddress
    let base: BaseID
    let token: AccessToken
    let pacing: Pacing

    /// The base that the embedded store uses when none is given.
    static let localBase = BaseID(unchecked: "appLocalStore0000")

    /// Puts the settings together.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if one is missing or wrong; it says where each can be given.
    init(_ options: ConnectionOptions, environment: [String: String]) async throws {
        let config = try await Self.reader(options, environment)
        let baseURL = try Self.read { try config.stringIfSet("baseURL") }
        let base = try Self.read { try config.stringIfSet("base") }
        let rate = try Self.read { try config.doubleIfSet("requestsPerSecond") }

        address = try Self.wrap { () throws(RemoteError) in try baseURL.map(ServiceAddress.init) ?? .airtable }
        pacing = try Self.pacing(options, rate)
        if options.local {
            self.base = try base.map(Self.baseID) ?? Self.localBase
            token = try Self.wrap { () throws(RemoteError) in try AccessToken("local") }
            return
        }
        guard let base else {
            throw CommandError(
                .invalidSource,
                "No base was given. Say --base app…, set TABLESYNC_BASE, or put {\"base\": \"app…\"} into tablesync.json. "
                    + "The base's id is in its address in the browser. To try without an account, say --local.")
        }
        self.base = try Self.baseID(base)
        token = try await TokenSource(config: config, environment: environment).token()
    }

    private static func pacing(_ options: ConnectionOptions, _ rate: Double?) throws -> Pacing {
        var pacing: Pacing = options.local ? .none : options.pacing == .strict ? .strict : .answerBased
        guard let rate else { return pacing }
        guard rate > 0, rate <= 1_000 else {
            throw CommandError(.invalidSource, "requestsPerSecond is \(rate); it must be above 0 and at most 1,000.")
        }
        pacing.requestsPerSecond = rate
        return pacing
    }

    private static func baseID(_ text: String) throws -> BaseID {
        guard let id = BaseID(rawValue: text) else {
            throw CommandError(
                .invalidSource,
                "\"\(text)\" is not the id of a base: that is app and 14 letters or digits. "
                    + "Copy it from the base's address in the browser.")
        }
        return id
    }

    private static func wrap<Value>(_ body: () throws(RemoteError) -> Value) throws -> Value {
        do { return try body() } catch { throw CommandError(.invalidSource, "\(error)") }
    }

    /// Reads a value, or says which key has one of the wrong kind; the value itself may be secret.
    private static func read<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw CommandError(.invalidSource, "The configuration is wrong: \(error)") }
    }

    // MARK: Providers

    private static func reader(
        _ options: ConnectionOptions, _ environment: [String: String]
    ) async throws -> ConfigReader {
        var flags: [AbsoluteConfigKey: ConfigValue] = [:]
        if let base = options.base { flags["base"] = ConfigValue(.string(base), isSecret: false) }
        if let url = options.baseURL { flags["baseURL"] = ConfigValue(.string(url), isSecret: false) }
        if let rate = options.requestsPerSecond {
            flags["requestsPerSecond"] = ConfigValue(.double(rate), isSecret: false)
        }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "tablesync")
        var providers: [any ConfigProvider] = [InMemoryProvider(name: "flags", values: flags), variables]
        if let file = try await file(options.config) { providers.append(file) }
        return ConfigReader(providers: providers)
    }

    private static func file(_ said: String?) async throws -> (any ConfigProvider)? {
        let names = said.map { [$0] } ?? ["tablesync.json", "tablesync.yaml"]
        guard let name = names.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            if let said { throw CommandError(.invalidSource, "There is no configuration file \(said).") }
            return nil
        }
        do {
            let path = ConfigReader(
                provider: InMemoryProvider(values: ["filePath": ConfigValue(.string(name), isSecret: false)]))
            return name.hasSuffix(".json")
                ? try await FileProvider<JSONSnapshot>(config: path) as any ConfigProvider
                : try await FileProvider<YAMLSnapshot>(config: path)
        } catch {
            throw CommandError(.invalidSource, "The configuration file \(name) cannot be read: \(error)")
        }
    }
}

extension ConfigReader {
    /// The text of a key, nil if nobody sets it.
    ///
    /// - Throws: If somebody sets it to another kind of value; the other getters would pass over a typing error.
    func stringIfSet(_ key: ConfigKey, isSecret: Bool = false) throws -> String? {
        guard try isSet(key) else { return nil }
        return try requiredString(forKey: key, isSecret: isSecret)
    }

    func doubleIfSet(_ key: ConfigKey) throws -> Double? {
        guard try isSet(key) else { return nil }
        return try requiredDouble(forKey: key)
    }

    private func isSet(_ key: ConfigKey) throws -> Bool {
        string(forKey: key) != nil || double(forKey: key) != nil || int(forKey: key) != nil
            || bool(forKey: key) != nil || stringArray(forKey: key) != nil
    }
}
