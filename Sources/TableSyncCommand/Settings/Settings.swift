import AirtableAPI
import Configuration
import RateLimiting
import TableModel

/// What the command works with: flags over environment over file over defaults.
struct Settings: Sendable {
    let address: ServiceAddress
    let base: BaseID
    let token: AccessToken
    let pacing: Pacing
    let patience: Patience
    /// What the service allows in a month; nil if nobody has said.
    let monthlyCalls: Int?
    /// What the user should know about the settings, as sentences.
    let notes: [String]

    /// The base that the embedded store uses when none is given.
    static let localBase = BaseID(unchecked: "appLocalStore0000")

    /// Puts the settings together.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if one is missing or wrong; it says where each can be given.
    init(_ options: ConnectionOptions, environment: [String: String]) async throws {
        let variables = try Variables.notes(environment)
        let reader = try await Self.reader(options, environment: environment)
        let base = try reader.text(.base)
        patience = Patience(maxWait: try Self.number(.maxWait, reader, 0...Patience.longest))
        monthlyCalls = try Self.number(.monthlyCalls, reader, 1...1e12).map { Int($0) }
        if options.local {
            address = .airtable
            self.base = try base.map(Self.baseID) ?? Self.localBase
            token = try TokenSource.token("local")
            pacing = try Self.localPacing(options)
            notes = variables
            return
        }
        address = try reader.text(.baseURL).map(Self.address) ?? .airtable
        pacing = Self.pacing(
            try Self.rule(reader), try Self.number(.requestsPerSecond, reader, Self.rates))
        guard let base else {
            throw CommandError(
                .invalidSource,
                "No base was given. Say --base app…, set TABLESYNC_BASE, or put {\"base\": \"app…\"} into tablesync.json. "
                    + "The base's id is in its address in the browser. To try without an account, say --local.")
        }
        self.base = try Self.baseID(base)
        token = try TokenSource(settings: reader, environment: environment).token()
        // A file should not decide unseen who gets the token.
        let place = reader.file(giving: .baseURL).map { [address] in "The token goes to \(address), as \($0) says." }
        notes = variables + [place, token.warning, address.warning].compactMap(\.self)
    }

    /// The base that the settings name; nil if none does.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if it is not the id of a base, or a file of settings cannot be used.
    static func base(_ options: ConnectionOptions, environment: [String: String]) async throws -> BaseID? {
        try await reader(options, environment: environment).text(.base).map(baseID)
    }

    private static func reader(
        _ options: ConnectionOptions, environment: [String: String]
    ) async throws -> SettingsReader {
        var flags: [SettingsReader.Key: ConfigContent] = [:]
        flags[.base] = options.base.map { .string($0) }
        flags[.baseURL] = options.baseURL.map { .string($0) }
        flags[.requestsPerSecond] = options.requestsPerSecond.map { .double($0) }
        flags[.pacing] = options.pacing.map { .string($0.rawValue) }
        flags[.maxWait] = options.maxWait.map { .double($0) }
        return try await SettingsReader(flags: flags, environment: environment, configFile: options.config)
    }

    /// How many requests the command may send, which was asked for `limits`.
    ///
    /// - Throws: ``CommandError`` with exit code 3 if a share of the month's calls is to be kept, and nobody knows how many
    ///   there are or have been made.
    func quota(
        _ limits: CallQuota, isLocal: Bool, environment: [String: String]
    ) throws(CommandError) -> CallQuota {
        var quota = limits
        if isLocal {
            guard quota.reserve == nil else {
                throw CommandError(
                    .invalidSource, "--reserve-quota says nothing with --local: the store on this machine has no quota."
                )
            }
            return quota
        }
        quota.monthlyCalls = monthlyCalls
        quota.count = StatePlace.directory(environment).map { CallCount(stateFolder: $0, service: address.authority) }
        guard quota.reserve == nil || quota.monthlyCalls != nil else {
            throw CommandError(
                .invalidSource,
                "--reserve-quota needs to know how many calls the service allows in a month: set TABLESYNC_MONTHLY_CALLS, or "
                    + "monthlyCalls in tablesync.json.")
        }
        guard quota.reserve == nil || quota.count != nil else {
            throw CommandError(
                .invalidSource,
                "There is no place to count the month's calls in: set TABLESYNC_STATE_DIR to a folder of yours.")
        }
        return quota
    }

    /// The rates that can be asked for.
    private static let rates = 0.01...1_000.0

    private static func rule(_ reader: SettingsReader) throws -> ConnectionOptions.PacingRule? {
        guard let text = try reader.text(.pacing) else { return nil }
        guard let rule = ConnectionOptions.PacingRule(rawValue: text) else {
            throw reader.wrong(.pacing, "answers or strict")
        }
        return rule
    }

    private static func pacing(_ rule: ConnectionOptions.PacingRule?, _ rate: Double?) -> Pacing {
        var pacing: Pacing = rule == .strict ? .strict : .answerBased
        guard let rate else { return pacing }
        pacing.requestsPerSecond = rate
        // A service that allows a base more than Airtable allows a token does not have Airtable's limits.
        pacing.requestsPerSecondPerToken = max(pacing.requestsPerSecondPerToken, rate)
        return pacing
    }

    /// The embedded store has no limit, unless the command line asks for one.
    private static func localPacing(_ options: ConnectionOptions) throws -> Pacing {
        guard options.requestsPerSecond != nil || options.pacing != nil else { return .none }
        if let rate = options.requestsPerSecond { try check(.requestsPerSecond, rate, rates) }
        return pacing(options.pacing, options.requestsPerSecond)
    }

    private static func number(
        _ key: SettingsReader.Key, _ reader: SettingsReader, _ range: ClosedRange<Double>
    ) throws -> Double? {
        let number = try reader.number(key)
        if let number { try check(key, number, range) }
        return number
    }

    private static func check(_ key: SettingsReader.Key, _ number: Double, _ range: ClosedRange<Double>) throws {
        guard range.contains(number) else {
            let (least, most) = (Wording.plain(range.lowerBound), Wording.plain(range.upperBound))
            throw CommandError(.invalidSource, "The setting \(key.rawValue) must be between \(least) and \(most).")
        }
    }

    private static func baseID(_ text: String) throws -> BaseID {
        guard let id = BaseID(rawValue: text) else {
            // A token that went to the wrong place must not be shown.
            let isShown = text.count <= 20 && !text.hasPrefix("pat") && !text.hasPrefix("key")
            throw CommandError(
                .invalidSource,
                "\(isShown ? "\"\(text)\"" : "What was given as the base") is not the id of a base: that is app and 14 "
                    + "letters or digits. Copy it from the base's address in the browser.")
        }
        return id
    }

    private static func address(_ text: String) throws -> ServiceAddress {
        do {
            return try ServiceAddress(text)
        } catch {
            // The text is not shown, since people write passwords into addresses.
            throw CommandError(
                .invalidSource,
                "The setting baseURL must be an http or https URL with a host and, at most, a path, such as "
                    + "https://api.airtable.com or http://127.0.0.1:8080.")
        }
    }
}
