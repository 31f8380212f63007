import AirtableAPI
import ArgumentParser
import Foundation
import RateLimiting
import TableModel
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct SettingsTests {
    private static let token = "patSECRETSECRET12.0123456789"

    private func settings(
        _ arguments: [String] = [], _ environment: [String: String] = [:], file: String? = nil,
        named: String = "c.json",
        mode: Int = 0o600
    ) async throws -> Settings {
        try await TemporaryFolder.with { folder in
            var arguments = arguments
            // A file in the working directory must not decide a test.
            arguments += ["--config", try folder.write(file ?? "{}", to: named)]
            try folder.allow(mode, of: named)
            let variables = ["TABLESYNC_TOKEN": Self.token].merging(environment) { $1 }
            do {
                return try await Settings(try ConnectionOptions.parse(arguments), environment: variables)
            } catch let error as CommandError {
                throw CommandError(error.exit, error.description.replacing(folder.path + "/", with: ""))
            }
        }
    }

    private static let bases = (1...3).map { "appBBBBBBBBBBBBB\($0)" }

    @Test func `flags go before the environment, the environment before the file, the file before the defaults`()
        async throws
    {
        let file = """
            {"base": "\(Self.bases[2])", "baseURL": "http://file", "requestsPerSecond": 3, "maxWait": 30, "pacing": "strict"}
            """
        let environment = [
            "TABLESYNC_BASE": Self.bases[1], "TABLESYNC_BASE_URL": "http://environment",
            "TABLESYNC_REQUESTS_PER_SECOND": "2.5", "TABLESYNC_MAX_WAIT": "20", "TABLESYNC_PACING": "answers",
        ]
        let flags = [
            "--base", Self.bases[0], "--base-url", "http://flag", "--requests-per-second", "1", "--max-wait", "10",
            "--pacing", "strict",
        ]
        let strict = { (rate: Double) in
            var pacing = Pacing.strict
            pacing.requestsPerSecond = rate
            return pacing
        }
        let all = try await settings(flags, environment, file: file)
        #expect(all.base.rawValue == Self.bases[0])
        #expect(all.address.description == "http://flag")
        #expect(all.pacing.requestsPerSecond == 1)
        #expect(all.patience.maxWait == 10)
        #expect(all.pacing == strict(1))
        let two = try await settings([], environment, file: file)
        #expect(two.base.rawValue == Self.bases[1])
        #expect(two.address.description == "http://environment")
        #expect(two.pacing.requestsPerSecond == 2.5)
        #expect(two.patience.maxWait == 20)
        #expect(two.pacing != strict(2.5))
        let one = try await settings([], [:], file: file)
        #expect(one.base.rawValue == Self.bases[2])
        #expect(one.address.description == "http://file")
        #expect(one.pacing.requestsPerSecond == 3)
        #expect(one.patience.maxWait == 30)
        #expect(one.pacing == strict(3))
        let none = try await settings(["--base", Self.bases[0]])
        #expect(none.address.description == "https://api.airtable.com")
        #expect(none.pacing == .answerBased)
        #expect(none.patience.maxWait == nil)
    }

    @Test(arguments: ["c.yaml", "c.yml"])
    func `YAML is read like JSON`(_ name: String) async throws {
        let file = """
            # where
            base: \(Self.bases[2])
            "baseURL": 'http://file'
            requestsPerSecond: 3
            """
        let settings = try await settings(file: file, named: name)
        #expect(settings.base.rawValue == Self.bases[2])
        #expect(settings.address.description == "http://file")
        #expect(settings.pacing.requestsPerSecond == 3)
    }

    @Test func `an empty variable is none`() async throws {
        let settings = try await settings([], ["TABLESYNC_BASE": ""], file: #"{"base": "\#(Self.bases[2])"}"#)
        #expect(settings.base.rawValue == Self.bases[2])
    }

    @Test(arguments: [
        (#"{"base": 5}"#, "c.json", "The setting base must be text. Check TABLESYNC_BASE or base in c.json."),
        (#"{"base": ["SECRET"]}"#, "c.json", "The setting base must be text. Check TABLESYNC_BASE or base in c.json."),
        (#"{"base": true}"#, "c.json", "The setting base must be text. Check TABLESYNC_BASE or base in c.json."),
        (
            #"{"requestsPerSecond": "SECRET"}"#, "c.json",
            "The setting requestsPerSecond must be a number. Check TABLESYNC_REQUESTS_PER_SECOND or requestsPerSecond in c.json."
        ),
        (
            "maxWait: SECRET", "c.yaml",
            "The setting maxWait must be a number. Check TABLESYNC_MAX_WAIT or maxWait in c.yaml."
        ),
        (#"{"base": null}"#, "c.json", "The setting base must be text. Check TABLESYNC_BASE or base in c.json."),
        (
            #"{"base": {"id": "SECRET"}}"#, "c.json",
            "The setting base must be text. Check TABLESYNC_BASE or base in c.json."
        ),
        (
            #"{"requestsPerSecond": {}}"#, "c.json",
            "The setting requestsPerSecond must be a number. Check TABLESYNC_REQUESTS_PER_SECOND or requestsPerSecond in c.json."
        ),
        (
            #"{"tokenFile": []}"#, "c.json",
            "The setting tokenFile must be text. Check TABLESYNC_TOKEN_FILE or tokenFile in c.json."
        ),
        (
            "maxWait:", "c.yaml",
            "The setting maxWait must be a number. Check TABLESYNC_MAX_WAIT or maxWait in c.yaml."
        ),
        ("base:\n  id: SECRET", "c.yaml", "The setting base must be text. Check TABLESYNC_BASE or base in c.yaml."),
        (
            "maxWait: {}", "c.yaml",
            "The setting maxWait must be a number. Check TABLESYNC_MAX_WAIT or maxWait in c.yaml."
        ),
        (
            #"{"base": "appBBBBBBBBBBBBB1", "pacing": "SECRET"}"#, "c.json",
            "The setting pacing must be answers or strict. Check TABLESYNC_PACING or pacing in c.json."
        ),
        (#"{"requestsPerSecond": 0}"#, "c.json", "The setting requestsPerSecond must be between 0.01 and 1,000."),
        (#"{"requestsPerSecond": -1}"#, "c.json", "The setting requestsPerSecond must be between 0.01 and 1,000."),
        (#"{"maxWait": 100000}"#, "c.json", "The setting maxWait must be between 0 and 86,400."),
        (
            #"{"bases": "SECRET"}"#, "c.json",
            "c.json has the name \"bases\", which means nothing. It may have base, baseURL, requestsPerSecond, pacing, maxWait, monthlyCalls, tokenFile and tokenCommand."
        ),
        (
            #"{"base_url": "SECRET"}"#, "c.json",
            "c.json has the name \"base_url\", which means nothing. Did you mean baseURL?"
        ),
        (
            "bsae: SECRET", "c.yaml",
            "c.yaml has the name \"bsae\", which means nothing. It may have base, baseURL, requestsPerSecond, pacing, maxWait, monthlyCalls, tokenFile and tokenCommand."
        ),
        (
            #"{"token": "SECRET"}"#, "c.json",
            "c.json has the name \"token\". A token does not belong into that file: put it into a file of its own and name that as tokenFile, or give tokenCommand or TABLESYNC_TOKEN."
        ),
        (
            "api_key: SECRET", "c.yml",
            "c.yml has the name \"api_key\". A token does not belong into that file: put it into a file of its own and name that as tokenFile, or give tokenCommand or TABLESYNC_TOKEN."
        ),
        (
            "[\"SECRET\"]", "c.json",
            "The configuration file c.json must be one JSON object, such as {\"base\": \"app…\"}."
        ),
        ("base: [SECRET", "c.yaml", "The configuration file c.yaml is not YAML with a value for each name."),
        (
            "base = SECRET", "c.toml",
            "The configuration file c.toml has none of the endings that tell its format: .json, .yaml, .yml."
        ),
        (
            #"{"base": "appSECRET"}"#, "c.json",
            "\"appSECRET\" is not the id of a base: that is app and 14 letters or digits. Copy it from the base's address in the browser."
        ),
        (
            #"{"base": "patSECRETSECRET12.0123"}"#, "c.json",
            "What was given as the base is not the id of a base: that is app and 14 letters or digits. Copy it from the base's address in the browser."
        ),
        (
            #"{"base": "appBBBBBBBBBBBBB1", "baseURL": "https://me:SECRET@host"}"#, "c.json",
            "The setting baseURL must be an http or https URL with a host and, at most, a path, such as https://api.airtable.com or http://127.0.0.1:8080."
        ),
        (
            #"{}"#, "c.json",
            "No base was given. Say --base app…, set TABLESYNC_BASE, or put {\"base\": \"app…\"} into tablesync.json. The base's id is in its address in the browser. To try without an account, say --local."
        ),
    ])
    func `a wrong setting is named, its value is not told`(_ file: String, _ name: String, _ message: String) async {
        let error = await #expect(throws: CommandError.self) { try await settings(file: file, named: name) }
        #expect(error?.exit == .invalidSource)
        #expect(error?.description == message)
        if file.contains("SECRET"), !file.contains("appSECRET") {
            #expect(error?.description.contains("SECRET") == false)
        }
    }

    @Test func `a value of the wrong kind is an error also where something else goes before it`() async {
        let error = await #expect(throws: CommandError.self) {
            try await settings(["--base", Self.bases[0]], file: #"{"base": null}"#)
        }
        #expect(error?.description == "The setting base must be text. Check TABLESYNC_BASE or base in c.json.")
    }

    @Test(arguments: [
        ("TABLESYNC_BASEURL", "TABLESYNC_BASE_URL"), ("tablesync_pacing", "TABLESYNC_PACING"),
        ("TABLESYNC_STATEDIR", "TABLESYNC_STATE_DIR"),
    ])
    func `a variable that is misspelt is an error`(_ name: String, _ meant: String) async {
        for place in [["--local"], ["--base", Self.bases[0]]] {
            let error = await #expect(throws: CommandError.self) { try await settings(place, [name: "SECRET"]) }
            #expect(error?.exit == .invalidSource)
            #expect(error?.description == "The variable \(name) means nothing. Did you mean \(meant)?")
        }
    }

    @Test func `a variable that means nothing is told`() async throws {
        let environment = ["TABLESYNC_FOO": "1", "TABLESYNC_EMPTY": "", "TABLES": "1"]
        for place in [["--local"], ["--base", Self.bases[0]]] {
            let notes = try await settings(place, environment).notes
            #expect(notes.contains("The variable TABLESYNC_FOO means nothing to tablesync."))
            #expect(notes.count { $0.contains("means nothing") } == 1)
        }
    }

    @Test func `JSON that cannot be read says where`() async {
        let error = await #expect(throws: CommandError.self) { try await settings(file: "{\"base\": SECRET}") }
        #expect(error?.description == "The configuration file c.json is not JSON: see line 1, column 10.")
    }

    @Test func `a file that was named must be there`() async throws {
        let options = try ConnectionOptions.parse(["--config", "/no/such/file.json"])
        await #expect(throws: CommandError(.invalidSource, "There is no configuration file /no/such/file.json.")) {
            try await Settings(options, environment: [:])
        }
    }

    @Test(arguments: [0o660, 0o606, 0o622])
    func `a file that others may write to does not say where the token goes or what is run`(_ mode: Int) async {
        let error = await #expect(throws: CommandError.self) {
            try await settings(file: #"{"base": "\#(Self.bases[0])", "baseURL": "http://file"}"#, mode: mode)
        }
        #expect(
            error?.description
                == "baseURL in c.json is not used: a file can have the token sent anywhere with it, and others may write to "
                + "the file. Say chmod go-w c.json, or set TABLESYNC_BASE_URL.")
        let token = await #expect(throws: CommandError.self) {
            try await settings(
                ["--base", Self.bases[0]], ["TABLESYNC_TOKEN": ""], file: #"{"tokenCommand": "echo pat"}"#, mode: mode)
        }
        #expect(
            token?.description
                == "tokenCommand in c.json is not used: a file can run any command with it, and others may write to the "
                + "file. Say chmod go-w c.json, or set TABLESYNC_TOKEN_COMMAND.")
        // What it says is of no matter where something above it says otherwise.
        let flagged = try? await settings(
            ["--base-url", "http://flag"], file: #"{"base": "\#(Self.bases[0])", "baseURL": "http://file"}"#, mode: mode
        )
        #expect(flagged?.address.description == "http://flag")
        #expect(flagged?.base.rawValue == Self.bases[0])
    }

    @Test(arguments: ["config.json", "config.yaml", "config.yml"])
    func `the user's own file is below the one that was named`(_ name: String) async throws {
        try await TemporaryFolder.with { folder in
            try folder.makeFolder("tablesync")
            let json = #"{"base": "\#(Self.bases[0])", "baseURL": "http://own", "maxWait": 7}"#
            let yaml = "base: \(Self.bases[0])\nbaseURL: http://own\nmaxWait: 7\n"
            try folder.write(name.hasSuffix("json") ? json : yaml, to: "tablesync/\(name)")
            try folder.allow(0o600, of: "tablesync/\(name)")
            let environment = ["XDG_CONFIG_HOME": folder.path]
            let settings = try await settings([], environment, file: #"{"base": "\#(Self.bases[1])"}"#)
            #expect(settings.base.rawValue == Self.bases[1])
            #expect(settings.address.description == "http://own")
            #expect(settings.patience.maxWait == 7)
        }
    }

    @Test(
        arguments: [
            (["XDG_CONFIG_HOME": "/x", "HOME": "/h"], "/x/tablesync"), (["HOME": "/h"], "/h/.config/tablesync"),
            (["XDG_CONFIG_HOME": "relative", "HOME": "/h"], "/h/.config/tablesync"),
            (["XDG_CONFIG_HOME": "", "HOME": ""], nil), ([:], nil),
        ] as [([String: String], String?)])
    func `the user's own folder is where the system has such files`(
        _ environment: [String: String], _ folder: String?
    ) {
        #expect(ConfigurationFile.userFolder(environment) == folder)
    }

    @Test func `another service is said when a file names it`() async throws {
        let base = Self.bases[0]
        let file = #"{"baseURL": "https://elsewhere.example"}"#
        let notes = { (settings: Settings) in settings.notes.filter { $0.contains("goes to") } }
        let fromFile = try await settings(["--base", base], file: file)
        #expect(notes(fromFile).count == 1)
        #expect(notes(fromFile).first?.hasPrefix("The token goes to https://elsewhere.example, as ") == true)
        #expect(notes(try await settings(["--base", base, "--base-url", "https://other.example"], file: file)).isEmpty)
        #expect(notes(try await settings(["--base", base])).isEmpty)
    }

    @Test func `the embedded store needs no token and has no pace unless one is asked for`() async throws {
        let plain = try await settings(["--local"], ["TABLESYNC_TOKEN": "", "TABLESYNC_REQUESTS_PER_SECOND": "5"])
        #expect(plain.pacing == .none)
        #expect(plain.base == Settings.localBase)
        #expect(try await settings(["--local", "--requests-per-second", "7"]).pacing.requestsPerSecond == 7)
        #expect(try await settings(["--local", "--pacing", "strict"]).pacing == .strict)
        #expect(try await settings(["--local", "--base", Self.bases[1]]).base.rawValue == Self.bases[1])
    }

    @Test(arguments: [("0.5", 0.5, 50), ("50", 50, 50), ("51", 51, 51), ("1000", 1_000, 1_000)])
    func `a rate above that of a token raises it`(_ text: String, _ rate: Double, _ tokenRate: Double) async throws {
        for place in [["--local"], ["--base", Self.bases[0]]] {
            let pacing = try await settings(place + ["--requests-per-second", text]).pacing
            #expect(pacing.requestsPerSecond == rate)
            #expect(pacing.requestsPerSecondPerToken == tokenRate)
        }
    }

    @Test func `patience is short for the first request and as long as was said`() {
        let unsaid = Patience(maxWait: nil)
        #expect(unsaid.run == RetryPolicy())
        #expect(unsaid.firstContact.attempts == 5)
        let waits = (1..<5).map { unsaid.firstContact.backoff.bound(afterAttempts: $0) }
        #expect(waits.reduce(.zero, +) == .milliseconds(7_500))
        #expect(unsaid.firstContact.longestTime == .seconds(60))
        let said = Patience(maxWait: 40)
        #expect(said.firstContact == said.run)
        #expect(said.run.longestTime == .seconds(40))
        #expect(said.run.attempts == .max)
    }
}
