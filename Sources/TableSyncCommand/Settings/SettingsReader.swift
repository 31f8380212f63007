import Configuration

/// Reads settings: flags over environment over file.
struct SettingsReader: Sendable {
    /// The configuration file, if there is one.
    let file: String?
    private let config: ConfigReader
    private let fileConfig: ConfigReader?

    /// A setting and how it is called where it can be given.
    enum Key: String, CaseIterable {
        case base, baseURL, requestsPerSecond, maxWait, tokenFile, tokenCommand

        var variable: String {
            switch self {
            case .base: "TABLESYNC_BASE"
            case .baseURL: "TABLESYNC_BASE_URL"
            case .requestsPerSecond: "TABLESYNC_REQUESTS_PER_SECOND"
            case .maxWait: "TABLESYNC_MAX_WAIT"
            case .tokenFile: "TABLESYNC_TOKEN_FILE"
            case .tokenCommand: "TABLESYNC_TOKEN_COMMAND"
            }
        }
    }

    /// - Parameters:
    ///   - flags: What the command line says.
    ///   - environment: A variable that is empty counts as not set.
    ///   - configFile: The configuration file that was named, if one was.
    /// - Throws: ``CommandError`` with exit code 3 if the file cannot be used.
    init(flags: [Key: ConfigContent], environment: [String: String], configFile: String?) async throws {
        let said = flags.map { (AbsoluteConfigKey([$0.key.rawValue]), ConfigValue($0.value, isSecret: false)) }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment.filter { !$0.value.isEmpty })
            .prefixKeys(with: "tablesync")
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: said)), variables,
        ]
        let loaded = try await ConfigurationFile.load(configFile)
        if let loaded { providers.append(loaded.provider) }
        file = loaded?.path
        fileConfig = loaded.map { ConfigReader(providers: [$0.provider]) }
        config = ConfigReader(providers: providers)
    }

    /// The text of a setting, nil if nobody gives it.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if it is given as something else.
    func text(_ key: Key) throws(CommandError) -> String? {
        guard isSet(key) else { return nil }
        guard let text = try? config.requiredString(forKey: ConfigKey([key.rawValue])) else { throw wrong(key, "text") }
        return text
    }

    /// The number of a setting, nil if nobody gives it.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if it is given as something else.
    func number(_ key: Key) throws(CommandError) -> Double? {
        guard isSet(key) else { return nil }
        let name = ConfigKey([key.rawValue])
        if let number = try? config.requiredDouble(forKey: name) { return number }
        guard let number = try? config.requiredInt(forKey: name) else { throw wrong(key, "a number") }
        return Double(number)
    }

    /// Whether the file is what gives a setting.
    func isFromFile(_ key: Key) throws(CommandError) -> Bool {
        guard let fileConfig, let value = try text(key) else { return false }
        return fileConfig.string(forKey: ConfigKey([key.rawValue])) == value
    }

    /// Whether somebody gives it, as whatever: the getters of one kind pass over values of another.
    private func isSet(_ key: Key) -> Bool {
        let key = ConfigKey([key.rawValue])
        return config.string(forKey: key) != nil || config.double(forKey: key) != nil || config.int(forKey: key) != nil
            || config.bool(forKey: key) != nil || config.stringArray(forKey: key) != nil
            || config.doubleArray(forKey: key) != nil || config.boolArray(forKey: key) != nil
    }

    /// The value is not told: it may be a secret that went to the wrong place.
    private func wrong(_ key: Key, _ kind: String) -> CommandError {
        let places = ["\(key.variable)"] + (file.map { ["\(key.rawValue) in \($0)"] } ?? [])
        return CommandError(
            .invalidSource, "The setting \(key.rawValue) must be \(kind). Check \(places.joined(separator: " or ")).")
    }
}
