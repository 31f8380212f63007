import Foundation
import MockAirtable
import TableModel
import Testing

@testable import TableSyncCommand

/// The token is in no output, log, error or file (design section 1, promise 8).
@Suite(.timeLimit(.minutes(30))) struct TokenSecrecyTests {
    private static let secret = "patSecretAAAAAAAA.0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

    /// Where the token is found: in the streams of a process, or in a file of the folder.
    private static func places(_ results: [(name: String, result: Tool.Result)], _ folder: TemporaryFolder) -> [String]
    {
        // Half of it is as bad, and so is what others can turn back.
        let needles = [
            secret, String(secret.dropFirst(18).prefix(32)), Data(secret.utf8).base64EncodedString(),
            Data("Bearer \(secret)".utf8).base64EncodedString(),
        ]
        let holds = { (data: Data) in needles.contains { data.range(of: Data($0.utf8)) != nil } }
        var places: [String] = []
        for (name, result) in results {
            if holds(Data(result.output.utf8)) { places.append("output of \(name)") }
            if holds(Data(result.errors.utf8)) { places.append("errors of \(name)") }
        }
        for file in folder.files where holds(FileManager.default.contents(atPath: folder.path + "/" + file) ?? Data()) {
            places.append(file)
        }
        return places
    }

    @Test func `no output, log, error or file holds the token`() async throws {
        try await PushProcessTests.run(
            .with {
                $0.access.tokens = [ServiceToken(Self.secret)]
                // The reads of two pushes go before the pull, which tries again.
                $0.faults.rules = [FaultPlan.Rule(.status(.badGateway), on: [.list], skipping: 2, times: 1)]
            }
        ) { server, tool, environment in
            var good = environment
            good["TABLESYNC_TOKEN"] = Self.secret
            good["AIRTABLE_API_KEY"] = Self.secret
            var wrong = good
            wrong["TABLESYNC_TOKEN"] = Self.secret + "0"
            var dead = good
            dead["TABLESYNC_BASE_URL"] = "http://127.0.0.1:9"
            var misplaced = good
            misplaced["TABLESYNC_BASE"] = Self.secret
            var number = good
            number["TABLESYNC_REQUESTS_PER_SECOND"] = Self.secret
            var address = good
            address["TABLESYNC_BASE_URL"] = "https://me:\(Self.secret)@host"
            var broken = good
            broken["TABLESYNC_TOKEN"] = Self.secret + " " + Self.secret
            let push = ["push", "users.csv", "--unique", "email", "--log-level", "trace", "--max-wait", "0"]
            var results: [(name: String, result: Tool.Result)] = []
            for (name, arguments, environment, code) in [
                ("push", push, good, 0), ("push --json", push + ["--json"], good, 0),
                ("pull", ["pull", "users", "--log-level", "trace"], good, 0), ("wrong token", push, wrong, 4),
                ("wrong token, JSON", push + ["--json"], wrong, 4), ("dead port", push + ["--json"], dead, 75),
                ("no table", push + ["--table", "nope"], good, 5), ("token as base", push, misplaced, 3),
                ("token as rate", push, number, 3), ("token in the address", push, address, 3),
                ("two tokens", push, broken, 3),
            ] {
                let result = try await tool.run(arguments, environment: environment) { _ in }
                #expect(result.code == Int32(code), "\(name): \(result.errors)")
                results.append((name, result))
            }
            // It was at trace level, and there was state to look into.
            #expect(results[0].result.errors.contains("debug: Request ended"))
            #expect(tool.folder.files.contains { $0.hasPrefix("state/") && $0 != "state" })
            #expect(Self.places(results, tool.folder) == [])
        }
    }

    @Test func `neither do the server's log, output and state`() async throws {
        try await TemporaryFolder.with { folder in
            let tool = Tool(folder: folder)
            try folder.write(PushProcessTests.users(5), to: "users.csv")
            let serve = try await tool.run(
                [
                    "serve", "--port", "0", "--token", Self.secret, "--access-log", "access.jsonl", "--state",
                    "state.sqlite",
                    "--verbose",
                ], environment: [:]
            ) { process in
                try await wait { Self.port(folder) != nil }
                for token in [Self.secret, Self.secret + "x"] {
                    let push = try await tool.run(
                        "push", "users.csv", "--create-table",
                        environment: [
                            "TABLESYNC_BASE": PushProcessTests.base, "TABLESYNC_TOKEN": token,
                            "TABLESYNC_BASE_URL": "http://127.0.0.1:\(Self.port(folder) ?? "")",
                        ])
                    #expect(push.code == (token == Self.secret ? 0 : 4))
                }
                kill(process, SIGTERM)
            }
            #expect(serve.code == 0)
            #expect(folder.read("access.jsonl")?.contains("createTable") == true)
            #expect(serve.errors.contains("POST /v0/"))
            #expect(Self.places([("serve", serve)], folder) == [])
        }
    }

    /// The port that the server printed.
    private static func port(_ folder: TemporaryFolder) -> String? {
        for file in folder.files where file.hasSuffix(".out") {
            guard let text = folder.read(file), let line = text.split(separator: "\n").first,
                line.hasPrefix("Mock Airtable is listening on "), let colon = line.lastIndex(of: ":")
            else { continue }
            return String(line[line.index(after: colon)...])
        }
        return nil
    }

    @Test func `this test finds a token where there is one`() async throws {
        try await TemporaryFolder.with { folder in
            let clean = Tool.Result(code: 0, output: "fine", errors: "fine")
            #expect(Self.places([("a", clean)], folder) == [])
            let leak = Tool.Result(code: 0, output: "x\(Self.secret)y", errors: "Bearer \(Self.secret)")
            #expect(Self.places([("a", leak)], folder) == ["output of a", "errors of a"])
            try folder.makeFolder("state")
            try folder.write("\u{0}\(Self.secret)", to: "state/base")
            #expect(Self.places([], folder) == ["state/base"])
        }
    }
}
