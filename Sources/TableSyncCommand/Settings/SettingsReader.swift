import Configuration

/// Reads settings: flags over environment over files.
struct SettingsReader: Sendable {
    private let layers: [Layer]

    /// A place where settings are given, below those before it.
    fileprivate struct Layer {
        var file: ConfigurationFile?
        let reader: ConfigReader
    }

    /// A setting and how it is called where it can be given.
    enum Key: String, CaseIterable {
        case base, baseURL, requestsPerSecond, pacing, maxWait, monthlyCalls, tokenFile, tokenCommand

        var variable: String {
            switch self {
            case .base: "TABLESYNC_BASE"
            case .baseURL: "TABLESYNC_BASE_URL"
            case .requestsPerSecond: "TABLESYNC_REQUESTS_PER_SECOND"
            case .pacing: "TABLESYNC_PACING"
            case .maxWait: "TABLESYNC_MAX_WAIT"
            case .monthlyCalls: "TABLESYNC_MONTHLY_CALLS"
            case .tokenFile: "TABLESYNC_TOKEN_FILE"
            case .tokenCommand: "TABLESYNC_TOKEN_COMMAND"
            }
        }

        fileprivate var isNumber: Bool { [.requestsPerSecond, .maxWait, .monthlyCalls].contains(self) }

        /// What somebody who wrote a configuration file for others could do with it; nil if nothing bad.
        fileprivate var misuse: String? {
            switch self {
            case .tokenCommand: "a file can run any command with it"
            case .baseURL: "a file can have the token sent anywhere with it"
            case .base, .requestsPerSecond, .pacing, .maxWait, .monthlyCalls, .tokenFile: nil
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
        let files = try await ConfigurationFile.all(named: configFile, environment: environment)
        let flagged = InMemoryProvider(name: "flags", values: Dictionary(uniqueKeysWithValues: said))
        layers =
            [Layer(reader: ConfigReader(provider: flagged)), Layer(reader: ConfigReader(provider: variables))]
            + files.map { Layer(file: $0, reader: $0.reader) }
        // Also where something above goes before it.
        for layer in layers {
            for key in layer.file?.named ?? [] where !layer.fits(key) {
                throw wrong(key, key.isNumber ? "a number" : "text")
            }
        }
    }

    /// The text of a setting, nil if nobody gives it.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if it is given as something else.
    func text(_ key: Key) throws(CommandError) -> String? {
        guard let layer = layer(giving: key) else { return nil }
        guard let text = try? layer.reader.requiredString(forKey: ConfigKey([key.rawValue])) else {
            throw wrong(key, "text")
        }
        if let file = layer.file, let distrust = file.distrust, let misuse = key.misuse {
            throw CommandError(
                .invalidSource,
                "\(key.rawValue) in \(file.path) is not used: \(misuse), and \(distrust), or set \(key.variable).")
        }
        return text
    }

    /// The number of a setting, nil if nobody gives it.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if it is given as something else.
    func number(_ key: Key) throws(CommandError) -> Double? {
        guard let reader = layer(giving: key)?.reader else { return nil }
        let name = ConfigKey([key.rawValue])
        if let number = try? reader.requiredDouble(forKey: name) { return number }
        guard let number = try? reader.requiredInt(forKey: name) else { throw wrong(key, "a number") }
        return Double(number)
    }

    /// The path of the file that gives a setting; nil if none does, or something above it does.
    func file(giving key: Key) -> String? { layer(giving: key)?.file?.path }

    /// The one of several settings that goes before the others: where the uppermost stands, in the order of `keys`.
    func first(of keys: [Key]) -> Key? {
        for layer in layers {
            if let key = keys.first(where: { layer.gives($0) }) { return key }
        }
        return nil
    }

    private func layer(giving key: Key) -> Layer? { layers.first { $0.gives(key) } }

    /// The error of a setting whose value is not `kind`. The value is not told: it may be a secret that went to the wrong
    /// place.
    func wrong(_ key: Key, _ kind: String) -> CommandError {
        let places = [key.variable] + layers.compactMap(\.file).map { "\(key.rawValue) in \($0.path)" }
        return CommandError(
            .invalidSource, "The setting \(key.rawValue) must be \(kind). Check \(places.joined(separator: " or ")).")
    }
}

extension SettingsReader.Layer {
    /// Whether it gives a setting, as whatever: the getters of one kind pass over values of another.
    fileprivate func gives(_ key: SettingsReader.Key) -> Bool {
        let key = ConfigKey([key.rawValue])
        return reader.string(forKey: key) != nil || reader.double(forKey: key) != nil || reader.int(forKey: key) != nil
            || reader.bool(forKey: key) != nil || reader.stringArray(forKey: key) != nil
            || reader.doubleArray(forKey: key) != nil || reader.boolArray(forKey: key) != nil
    }

    /// Whether it gives a setting, as what it must be. For what is null or an object no getter finds anything.
    fileprivate func fits(_ key: SettingsReader.Key) -> Bool {
        let name = ConfigKey([key.rawValue])
        return key.isNumber
            ? reader.double(forKey: name) != nil || reader.int(forKey: name) != nil
            : reader.string(forKey: name) != nil
    }
}
