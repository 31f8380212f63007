import Foundation
import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSyncCommand

/// The built command against a server over loopback.
@Suite(.timeLimit(.minutes(30))) struct PushProcessTests {
    static let base = "appProcessAAAAAAA"
    static let token = "patProcessAAAAAAA." + String(repeating: "0123456789abcdef", count: 4)

    static func users(_ count: Int) -> String {
        "email,name,seats\n" + (0..<count).map { "u\($0)@example.com,\"N, \($0)\",\($0)\n" }.joined()
    }

    /// A server with the table `users`, a folder with users.csv, and the environment that leads to the server.
    static func run(
        rows: Int = 25, _ configuration: ServiceConfiguration = ServiceConfiguration(),
        _ body: (MockServer, Tool, [String: String]) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            var configuration = configuration
            if configuration.access.tokens == nil { configuration.access.tokens = [ServiceToken(token)] }
            // The pace is tested elsewhere; on a machine that is busy with other tests it cannot be held.
            configuration.rate.requestsPerBase = 1_000_000
            configuration.rate.requestsPerUser = 1_000_000
            try folder.write(users(rows), to: "users.csv")
            try await withMockServer(configuration) { server in
                try server.service.createTable(
                    [
                        "name": "users",
                        "fields": [
                            ["name": "email", "type": "singleLineText"], ["name": "name", "type": "singleLineText"],
                            ["name": "seats", "type": "number", "options": ["precision": 0]],
                        ],
                    ], in: BaseID(rawValue: base)!)
                let environment = [
                    "TABLESYNC_BASE": base, "TABLESYNC_BASE_URL": server.url, "TABLESYNC_TOKEN": token,
                ]
                try await body(server, Tool(folder: folder), environment)
            }
        }
    }

    /// The records of the table.
    static func records(_ server: MockServer) throws -> [MockRecord] {
        try server.service.records(of: "users", in: BaseID(rawValue: base)!)
    }

    @Test func `what was pushed can be pulled and pushed again`() async throws {
        try await Self.run { server, tool, environment in
            let push = try await tool.run("push", "users.csv", "--unique", "email", environment: environment)
            #expect(push.code == 0)
            #expect(push.messages == "")
            #expect(
                push.output.hasPrefix(
                    "25 rows of users.csv to \"users\": 25 created, 0 updated, 0 unchanged. 5 requests in "))
            let pull = try await tool.run("pull", "users", environment: environment)
            #expect(pull.code == 0)
            let lines = { (text: String) in text.split(whereSeparator: \.isNewline).sorted() }
            #expect(lines(pull.output) == lines(Self.users(25)))
            let file = try await tool.run("pull", "users", "-o", "copy.csv", environment: environment)
            #expect(file.code == 0)
            #expect(file.messages == "25 records of \"users\" to copy.csv.\n")
            #expect(file.output == "")
            let again = try await tool.run(
                "push", "copy.csv", "--table", "users", "--unique", "email", environment: environment)
            #expect(again.code == 0)
            #expect(
                again.output.hasPrefix(
                    "25 rows of copy.csv to \"users\": 0 created, 0 updated, 25 unchanged. 2 requests, 0 writes, in "))
            #expect(try Self.records(server).count == 25)
        }
    }

    @Test func `standard input is a file, too`() async throws {
        try await Self.run { server, tool, environment in
            let lines = #"{"email": "a@example.com", "seats": 1}"# + "\n" + #"{"email": "b@example.com"}"# + "\n"
            let push = try await tool.run(
                "push", "-", "--table", "users", "--unique", "email", environment: environment, input: lines)
            #expect(push.code == 0)
            #expect(push.output.hasPrefix("2 rows of standard input to \"users\": 2 created, 0 updated, 0 unchanged. "))
            #expect(
                try Self.records(server).map(\.cells) == [
                    ["email": "a@example.com", "seats": 1], ["email": "b@example.com"],
                ])
            let again = try await tool.run(
                "push", "-", "--table", "users", "--unique", "email", environment: environment, input: lines)
            #expect(again.output.contains(": 0 created, 0 updated, 2 unchanged. "))
            let changed = try await tool.run(
                "push", "-", "--table", "users", "--unique", "email", environment: environment,
                input: lines.replacing("1", with: "2"))
            #expect(changed.output.contains(": 0 created, 1 updated, 1 unchanged. "))
            #expect(server.service.log.count { $0.verb == .upsert } == 2)
        }
    }

    @Test func `with --json standard output is JSON Lines, from the version to the summary`() async throws {
        try await Self.run { _, tool, environment in
            let push = try await tool.run("push", "users.csv", "--unique", "email", "--json", environment: environment)
            #expect(push.code == 0)
            #expect(push.messages == "")
            let events = try push.events
            #expect(events.first?["event"] == "version")
            #expect(events.last?["event"] == "summary")
            #expect(events.last?["created"] == 25)
            #expect(events.last?["exit_code"] == 0)
        }
    }

    @Test func `a file that lies in the folder runs no command and sends the token nowhere else`() async throws {
        try await Self.run { server, tool, environment in
            let command = "touch ran; echo \(Self.token)"
            let text = #"{"base": "\#(Self.base)", "baseURL": "\#(server.url)", "tokenCommand": "\#(command)"}"#
            try tool.folder.write(text, to: "tablesync.json")
            try tool.folder.allow(0o600, of: "tablesync.json")
            let push = ["push", "users.csv", "--unique", "email"]
            let foundAddress = try await tool.run(push, environment: ["TABLESYNC_TOKEN": Self.token]) { _ in }
            #expect(foundAddress.code == 3)
            #expect(
                foundAddress.messages
                    == "Error: baseURL in tablesync.json is not used: a file can have the token sent anywhere with it, and "
                    + "whoever made this folder may have made the file. If it is yours, say --config tablesync.json, or set "
                    + "TABLESYNC_BASE_URL.\n")
            let foundCommand = try await tool.run(push, environment: ["TABLESYNC_BASE_URL": server.url]) { _ in }
            #expect(foundCommand.code == 3)
            #expect(foundCommand.errors.hasPrefix("Error: tokenCommand in tablesync.json is not used: "))
            #expect(tool.folder.read("ran") == nil)
            #expect(server.service.log.isEmpty)
            // The base is of no use to anybody else.
            let foundBase = try await tool.run(
                push, environment: ["TABLESYNC_BASE_URL": server.url, "TABLESYNC_TOKEN": Self.token]
            ) { _ in }
            #expect(foundBase.code == 0)
            let named = try await tool.run(push + ["--config", "tablesync.json"]) { _ in }
            #expect(named.code == 0)
            #expect(tool.folder.read("ran") != nil)
        }
    }

    // MARK: Exit codes

    @Test func `0: nothing to do`() async throws {
        try await Self.run(rows: 0) { _, tool, environment in
            let push = try await tool.run(
                "push", "users.csv", "--unique", "email", "--allow-empty", environment: environment)
            #expect(push.code == 0)
        }
    }

    @Test func `1: a row was refused`() async throws {
        try await Self.run { server, tool, environment in
            try tool.folder.write(Self.users(12) + "x@example.com,X,many\n", to: "users.csv")
            let push = try await tool.run(
                "push", "users.csv", "--unique", "email", "--on-error", "continue", environment: environment)
            #expect(push.code == 1)
            #expect(push.errors.hasPrefix("users.csv, line 14: field \"seats\" does not accept \"many\""))
            #expect(try Self.records(server).count == 12)
        }
    }

    @Test func `3: the file has problems`() async throws {
        try await Self.run { server, tool, environment in
            try tool.folder.write(Self.users(12) + "x@example.com,X,many\n", to: "users.csv")
            let push = try await tool.run("push", "users.csv", "--unique", "email", environment: environment)
            #expect(push.code == 3)
            #expect(try Self.records(server).isEmpty)
        }
    }

    @Test func `4: the token is not good`() async throws {
        try await Self.run { _, tool, environment in
            let push = try await tool.run(
                "push", "users.csv", environment: environment.merging(["TABLESYNC_TOKEN": "patWrong"]) { $1 })
            #expect(push.code == 4)
            #expect(push.errors.contains("401"))
        }
    }

    @Test func `5: the table has no such column`() async throws {
        try await Self.run { server, tool, environment in
            try tool.folder.write("email,extra\na@example.com,1\n", to: "users.csv")
            let push = try await tool.run("push", "users.csv", environment: environment)
            #expect(push.code == 5)
            #expect(push.errors.hasPrefix("Error: The table \"users\" has no field \"extra\"."))
            #expect(try Self.records(server).isEmpty)
        }
    }

    @Test func `8: the month's calls are used up`() async throws {
        try await Self.run(.with { $0.rate.callsPerMonth = 1 }) { _, tool, environment in
            let push = try await tool.run("push", "users.csv", environment: environment)
            #expect(push.code == 8)
            #expect(push.messages.hasPrefix("Stopped: Could not create "))
            #expect(push.messages.split(separator: "\n").count == 1)
            #expect(push.output.contains(": 0 created, 0 updated, 25 not attempted. "))
        }
    }

    @Test func `64: the options make no sense`() async throws {
        try await Self.run { _, tool, environment in
            for arguments in [
                ["users.csv", "--nonsense"], [], ["-"], ["users.csv", "--on-error", "panic"],
                ["users.csv", "--table="],
            ] {
                let push = try await tool.run(["push"] + arguments, environment: environment) { _ in }
                #expect(push.code == 64)
                #expect(push.errors.hasPrefix("Error: "))
            }
        }
    }

    @Test func `75: nothing listens there`() async throws {
        try await Self.run { _, tool, environment in
            // Port 9 of loopback is nobody's on the machines that tests run on.
            let push = try await tool.run(
                "push", "users.csv", "--max-wait", "0", "--json",
                environment: environment.merging(["TABLESYNC_BASE_URL": "http://127.0.0.1:9"]) { $1 })
            #expect(push.code == 75)
            let last = try push.events.last
            #expect(last?["event"] == "error")
            #expect(last?["exit_code"] == 75)
            #expect(last?["message"]?.stringValue?.contains("(http://127.0.0.1:9)") == true)
        }
    }

    @Test func `74: the output cannot be written`() async throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        try await Self.run { _, tool, environment in
            let pull = try await tool.run(
                ["pull", "users"], environment: environment, streams: Tool.Streams(outputPath: "/dev/full")
            ) { _ in }
            #expect(pull.code == 74)
            #expect(pull.messages == "Error: Standard output cannot be written: No space left on device.\n")
        }
    }

    // MARK: Signals

    @Test(arguments: [
        (SIGINT, 130, "Press Ctrl-C again to end at once."),
        (SIGTERM, 143, "Another SIGTERM ends the process at once."),
    ])
    func `the first signal ends the push at a safe point and says what was done`(
        _ signal: Int32, _ code: Int, _ again: String
    ) async throws {
        // More than a minute's work, so that the signal comes in the middle of it on any machine.
        let rows = 5_000
        try await Self.run(rows: rows, .slow) { server, tool, environment in
            let push = try await tool.run(
                ["push", "users.csv", "--unique", "email", "--json"], environment: environment
            ) { process in
                try await wait { server.service.log.count { $0.verb == .upsert } >= 2 }
                kill(process, signal)
            }
            #expect(push.code == code)
            #expect(
                push.messages
                    == "Stopping: waiting for the answers to what was sent. \(again)\n")
            let summary = try push.events.last
            #expect(summary?["event"] == "summary")
            #expect(summary?["exit_code"] == .number(JSONNumber(code)))
            let created = summary?["created"]?.numberValue?.doubleValue ?? -1
            #expect(Int(created) == (try Self.records(server).count))
            #expect(created > 0 && created < Double(rows))
            #expect(summary?["not_attempted"]?.numberValue?.doubleValue == Double(rows) - created)
        }
    }

    @Test func `a second signal ends the push at once`() async throws {
        try await Self.run(
            rows: 500,
            .with { $0.faults.rules = [FaultPlan.Rule(.slow(.seconds(600)), on: [.upsert], times: nil)] }
        ) { server, tool, environment in
            let messages = try Terminal(columns: 100)
            let push = try await tool.run(
                ["push", "users.csv", "--unique", "email"], environment: environment,
                streams: Tool.Streams(errors: messages.descriptor)
            ) { process in
                try await wait { server.service.log.contains { $0.verb == .upsert } }
                kill(process, SIGINT)
                try await wait { messages.look().contains("Press Ctrl-C again") }
                kill(process, SIGINT)
            }
            #expect(push.code == 130)
            #expect(push.output == "")
            #expect(messages.look().contains("Ended at once. What was under way is in the journal"))
        }
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)])
    func `a signal ends a pull at once and leaves the file as it was`(_ signal: Int32, _ code: Int) async throws {
        try await Self.run(
            .with { $0.faults.rules = [FaultPlan.Rule(.slow(.seconds(600)), on: [.list], skipping: 1, times: nil)] }
        ) { server, tool, environment in
            let records: [JSONObject] = (0..<150).map { ["email": .string("u\($0)@example.com")] }
            try server.service.insert(records, into: "users", in: BaseID(rawValue: Self.base)!)
            try tool.folder.write("old", to: "out.csv")
            let pull = try await tool.run(["pull", "users", "-o", "out.csv"], environment: environment) { process in
                // The first page is written, the second never comes.
                try await wait { server.service.log.count { $0.verb == .list } == 2 }
                #expect(tool.folder.files.contains { $0.hasPrefix("out.csv.tablesync-part-") })
                kill(process, signal)
            }
            #expect(pull.code == code)
            #expect(pull.messages == "Stopped: the pull was not complete, so out.csv is as it was.\n")
            #expect(tool.folder.read("out.csv") == "old")
            #expect(!tool.folder.files.contains { $0.hasPrefix("out.csv.tablesync-part-") })
        }
    }

    // MARK: People and pipes

    @Test(arguments: [true, false])
    func `a terminal gets a bar that is taken away, in colour unless NO_COLOR is set`(_ noColor: Bool) async throws {
        try await Self.run(
            rows: 80,
            .slow
        ) { _, tool, environment in
            let terminal = try Terminal(columns: 90)
            var environment = environment
            environment["TERM"] = "xterm"
            if noColor { environment["NO_COLOR"] = "1" }
            let push = try await tool.run(
                ["push", "users.csv", "--unique", "email"], environment: environment,
                streams: Tool.Streams(errors: terminal.descriptor)
            ) { process in
                try await wait {
                    _ = terminal.look()
                    return kill(process, 0) != 0
                }
            }
            #expect(push.code == 0)
            let shown = terminal.look()
            #expect(shown.contains("/80 rows · "))
            #expect(shown.contains("━") || shown.contains("╌"))
            #expect(shown.contains("\u{1B}[32m") == !noColor)
            #expect(shown.hasSuffix("\r\u{1B}[K"))
            #expect(!push.output.contains("\u{1B}"))
        }
    }

    @Test func `a pipe gets no animation`() async throws {
        try await Self.run(
            rows: 80,
            .slow
        ) { _, tool, environment in
            let push = try await tool.run(
                "push", "users.csv", "--unique", "email", environment: environment.merging(["TERM": "xterm"]) { $1 })
            #expect(push.messages == "")
            for text in [push.output, push.errors] { #expect(!text.contains("\u{1B}") && !text.contains("\r")) }
        }
    }

    @Test func `closed streams and readers that go away do no harm`() async throws {
        try await Self.run(rows: 200, .with { $0.rate.isEnforced = false }) { server, tool, environment in
            let shell = { (script: String) in try await tool.shell(script, environment: environment) }
            let push = "TOOL push users.csv --unique email --requests-per-second 1000"
            #expect(try await shell("\(push) --json | head -n 1; exit ${PIPESTATUS[0]}").messages == "")
            #expect(try Self.records(server).count == 200)
            let head = try await shell("TOOL pull users --requests-per-second 1000 | head -n 1")
            #expect(head.messages == "")
            #expect(head.output.replacing("\r\n", with: "\n") == "email,name,seats\n")
            let closed = try await shell("\(push) >&- 2>&-")
            #expect(closed.code == 74)
            #expect(try Self.records(server).count == 200)
            let local = try await shell(
                "\(push) --local >&- 2>&- <&-; TOOL pull users --local >&-; TOOL pull users --local")
            #expect(local.code == 0)
            #expect(local.output.split(whereSeparator: \.isNewline).count == 201)
        }
    }

    @Test func `a closed stream's number goes to nothing else`() async throws {
        guard FileManager.default.fileExists(atPath: "/proc/self/fd") else { return }
        try await TemporaryFolder.with { folder in
            let script = """
                TOOL serve --port 0 >out 2>&- <&- & server=$!
                until grep -q listening out; do sleep 0.02; done
                readlink /proc/$server/fd/0 /proc/$server/fd/2; kill $server; wait $server
                """
            let result = try await Tool(folder: folder).shell(script)
            #expect(result.code == 0)
            #expect(result.output == "/dev/null\n/dev/null\n")
        }
    }
}
