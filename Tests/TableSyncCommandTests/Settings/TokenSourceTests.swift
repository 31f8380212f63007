import AirtableAPI
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct TokenSourceTests {
    /// Which of the places gave the token; each place gives another one.
    private func source(
        _ environment: [String: String], file: String = "{}", commandPatience: Duration = .seconds(60)
    ) async throws -> String {
        try await TemporaryFolder.with { folder in
            let places = [
                "variable": "TABLESYNC_TOKEN", "airtable": "AIRTABLE_API_KEY", "file": "TABLESYNC_TOKEN_FILE",
                "command": "TABLESYNC_TOKEN_COMMAND", "config-file": "tokenFile", "config-command": "tokenCommand",
            ]
            try folder.write("\n", to: "empty")
            for name in places.keys { try folder.write(" tok-\(name)\n", to: name) }
            let filled = { (text: String) in text.replacing("FOLDER", with: folder.path) }
            let config = try folder.write(filled(file), to: "c.json")
            try folder.allow(0o600, of: "c.json")
            let reader = try await SettingsReader(
                flags: [:], environment: environment.mapValues(filled), configFile: config)
            let token = try TokenSource(
                settings: reader, environment: environment.mapValues(filled), commandPatience: commandPatience
            ).token()
            for name in places.keys where token == (try AccessToken("tok-\(name)")) { return name }
            return "none of them"
        }
    }

    private static let both = #"{"tokenFile": "FOLDER/config-file", "tokenCommand": "cat FOLDER/config-command"}"#

    @Test func `what is meant for this command goes before what others read, the environment before the file`()
        async throws
    {
        var environment = [
            "TABLESYNC_TOKEN": "tok-variable", "AIRTABLE_API_KEY": "tok-airtable",
            "TABLESYNC_TOKEN_FILE": "FOLDER/file",
            "TABLESYNC_TOKEN_COMMAND": "cat FOLDER/command",
        ]
        #expect(try await source(environment, file: Self.both) == "variable")
        environment["TABLESYNC_TOKEN"] = ""
        #expect(try await source(environment, file: Self.both) == "file")
        environment["TABLESYNC_TOKEN_FILE"] = nil
        #expect(try await source(environment, file: Self.both) == "command")
        environment["TABLESYNC_TOKEN_COMMAND"] = nil
        #expect(try await source(environment, file: Self.both) == "airtable")
        #expect(try await source([:], file: Self.both) == "config-file")
        #expect(try await source([:], file: #"{"tokenCommand": "cat FOLDER/config-command"}"#) == "config-command")
    }

    @Test func `a file that was named goes before the user's own, whichever way each tells the token`() async throws {
        try await TemporaryFolder.with { folder in
            try folder.makeFolder("tablesync")
            try folder.write("own", to: "token")
            try folder.write(#"{"tokenFile": "\#(folder.path)/token"}"#, to: "tablesync/config.json")
            let environment = ["XDG_CONFIG_HOME": folder.path]
            #expect(
                try await source(environment, file: #"{"tokenCommand": "cat FOLDER/config-command"}"#)
                    == "config-command")
            let reader = try await SettingsReader(flags: [:], environment: environment, configFile: nil)
            #expect(try TokenSource(settings: reader, environment: environment).token() == (try AccessToken("own")))
        }
    }

    @Test(
        arguments: [
            (
                [:],
                "No access token was found. Make one at airtable.com/create/tokens and set TABLESYNC_TOKEN (or AIRTABLE_API_KEY), TABLESYNC_TOKEN_FILE to a file that holds it, or TABLESYNC_TOKEN_COMMAND to a command that prints it. To try without an account, say --local."
            ),
            (
                ["TABLESYNC_TOKEN_FILE": "/no/such/file"],
                "The token's file /no/such/file cannot be read. Check TABLESYNC_TOKEN_FILE or tokenFile."
            ),
            (
                ["TABLESYNC_TOKEN_FILE": "FOLDER/empty"],
                "Could not use the access token: it is empty. Copy the whole token from airtable.com/create/tokens; it is one word."
            ),
            (
                ["TABLESYNC_TOKEN_COMMAND": "echo SECRET; exit 3"],
                "The command that prints the token failed. Check TABLESYNC_TOKEN_COMMAND or tokenCommand."
            ),
            (
                ["TABLESYNC_TOKEN_COMMAND": "true"],
                "Could not use the access token: it is empty. Copy the whole token from airtable.com/create/tokens; it is one word."
            ),
            (
                ["TABLESYNC_TOKEN": "SEC RET"],
                "Could not use the access token: it holds a space, a line break or another character that a token cannot have. Copy the whole token from airtable.com/create/tokens; it is one word."
            ),
        ] as [([String: String], String)])
    func `what went wrong is said without the token`(_ environment: [String: String], _ message: String) async {
        let error = await #expect(throws: CommandError.self) { try await source(environment) }
        #expect(error?.exit == .invalidSource)
        #expect(error?.description == message)
    }

    @Test(.timeLimit(.minutes(30)), arguments: ["exec sleep 1000", "echo tok; exec sleep 1000"])
    func `a command that does not end is not waited for without end`(_ command: String) async {
        let error = await #expect(throws: CommandError.self) {
            try await source(["TABLESYNC_TOKEN_COMMAND": command], commandPatience: .seconds(1))
        }
        #expect(error?.exit == .invalidSource)
        #expect(
            error?.description
                == "The command that prints the token did not end within 1 s. Check TABLESYNC_TOKEN_COMMAND or tokenCommand."
        )
    }

    @Test func `a command may print more than a token has`() async {
        let error = await #expect(throws: CommandError.self) {
            try await source(["TABLESYNC_TOKEN_COMMAND": "head -c 100000 /dev/zero"])
        }
        #expect(error?.exit == .invalidSource)
    }
}
