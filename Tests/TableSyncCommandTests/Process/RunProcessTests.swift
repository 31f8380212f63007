import Foundation
import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// Runs of the built command that end early, and those that come after.
@Suite(.timeLimit(.minutes(30))) struct RunProcessTests {
    @Test func `a push that SIGTERM stopped says how to go on, and is resumed`() async throws {
        let rows = 5_000
        try await PushProcessTests.run(rows: rows, .slow) { server, tool, environment in
            let push = try await tool.run(
                ["push", "users.csv", "--unique", "email", "--on-error", "continue"], environment: environment
            ) { process in
                try await wait { server.service.log.count { $0.verb == .upsert } >= 2 }
                kill(process, SIGTERM)
            }
            #expect(push.code == 143)
            let lines = push.messages.split(separator: "\n").map(String.init)
            let resume = try #require(lines.first { $0.hasPrefix("Go on with: tablesync ") })
            #expect(lines.last?.hasPrefix("Take it back with: tablesync undo ") == true)
            #expect(try await tool.run("runs", environment: environment).output.contains("  stopped: "))
            let words = resume.split(separator: " ").dropFirst(5).map(String.init)
            let undo = try await tool.run(
                ["undo", words[0], "--yes", "--requests-per-second", "1000"], environment: environment
            ) { _ in }
            #expect(undo.code == 0)
            #expect(try PushProcessTests.records(server).isEmpty)
        }
    }

    @Test func `a push that was killed is resumed, and nothing is twice`() async throws {
        let rows = 400
        try await PushProcessTests.run(rows: rows, .slow) { server, tool, environment in
            var environment = environment
            environment["TABLESYNC_REQUESTS_PER_SECOND"] = "50"
            let push = try await tool.run(["push", "users.csv", "--unique", "email"], environment: environment) {
                process in
                try await wait { server.service.log.count { $0.verb == .upsert } >= 2 }
                kill(process, SIGKILL)
            }
            #expect(push.code == 128 + SIGKILL)
            #expect(
                try await tool.run("runs", environment: environment).output.contains("still at work: 400 operations: "))
            let resume = try await tool.run("resume", environment: environment)
            #expect(resume.code == 0, "\(resume.messages)")
            let emails = try PushProcessTests.records(server).compactMap { $0.cells["email"]?.stringValue }
            #expect(emails.count == rows)
            #expect(Set(emails).count == rows)
        }
    }

    @Test func `of a push without a key that was killed, a resume tells the rows that are missing`() async throws {
        let rows = 400
        try await PushProcessTests.run(rows: rows, .slow) { server, tool, environment in
            let push = try await tool.run(["push", "users.csv"], environment: environment) { process in
                try await wait { server.service.log.count { $0.verb == .create } >= 2 }
                kill(process, SIGKILL)
            }
            #expect(push.code == 128 + SIGKILL)
            let resume = try await tool.run("resume", "--json", environment: environment)
            #expect(resume.code == 1)
            let written = try PushProcessTests.records(server).count
            #expect(written > 0 && written < rows)
            #expect(resume.output.contains("\"not_attempted\":\(rows - written),"))
        }
    }

    @Test func `a resume that waits for what is in doubt ends at the first signal, and is begun again`() async throws {
        try await PushProcessTests.run(rows: 100, .slow) { server, tool, environment in
            let push = try await tool.run(["push", "users.csv", "--unique", "email"], environment: environment) {
                process in
                try await wait { server.service.log.contains { $0.verb == .upsert } }
                kill(process, SIGKILL)
            }
            #expect(push.code == 128 + SIGKILL)
            let messages = try Terminal(columns: 300)
            let resume = try await tool.run(
                ["resume"], environment: environment, streams: Tool.Streams(errors: messages.descriptor)
            ) { process in
                try await wait { messages.look().contains("looked up in the table when") }
                // It waits half a minute then.
                kill(process, SIGTERM)
            }
            #expect(resume.code == 143)
            #expect(messages.look().contains("Stopped as asked, before a record was written."))
            #expect(messages.look().contains("Go on with: tablesync resume "))
            let runs = try await tool.run("runs", environment: environment)
            #expect(runs.output.contains("  stopped: Could not wait until what was sent can be looked up"))
        }
    }

    @Test func `of two pushes at once into a table one is done, and the other writes nothing and says why`()
        async throws
    {
        // More than a minute's work, so that the second comes in the middle of it on any machine.
        try await PushProcessTests.run(rows: 5_000, .slow) { server, tool, environment in
            try tool.folder.write("email,name\nu1@example.com,theirs\n", to: "theirs.csv")
            let other = ["push", "theirs.csv", "--table", "users", "--unique", "email"]
            let push = try await tool.run(["push", "users.csv", "--unique", "email"], environment: environment) {
                process in
                try await wait { server.service.log.contains { $0.verb == .upsert } }
                let second = try await tool.run(other, environment: environment) { _ in }
                #expect(second.code == 75)
                #expect(second.messages.contains("Another run"))
                kill(process, SIGTERM)
            }
            #expect(push.code == 143)
            let records = try PushProcessTests.records(server)
            #expect(!records.isEmpty && records.allSatisfy { $0.cells["name"] != "theirs" })
            let later = try await tool.run(other, environment: environment) { _ in }
            #expect(later.code == 0, "\(later.messages)")
        }
    }
}
