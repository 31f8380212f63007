import AirtableAPI
import HTTPTypes
import JSONText
import Locking
import MockAirtable
import TableModel
import TableSync
import Testing

@testable import TableSyncCommand

/// How a push ends that does not come to the end of its file.
@Suite(.timeLimit(.minutes(30))) struct PushEndTests {
    @Test func `a stop that was asked for leaves the rest and says what was done`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(PushJobTests.users(25), "--unique", "email", "--json") { $0.receive(2) }
            #expect(outcome.code == 130)
            #expect(outcome.event("summary")?["not_attempted"] == 25)
            #expect(outcome.event("summary")?["exit_code"] == 130)
            #expect(
                outcome.event("summary")?["stopped"]
                    == "Stopped as asked. What is counted as created or updated is written; push again to go on.")
            #expect(scene.requests(.upsert, .create, .update) == 0)
        }
    }

    @Test(arguments: [
        (
            ["--create-fields"], 1,
            "Stopped as asked. 1 of 3 fields were made, and no row was written; push again to go on."
        ),
        (
            ["--create-fields"], 2,
            "Stopped as asked. 2 of 3 fields were made, and no row was written; push again to go on."
        ),
        (
            ["--create-fields"], 3,
            "Stopped as asked. What is counted as created or updated is written; push again to go on."
        ),
        (
            ["--create-table", "--table", "new"], 1,
            "Stopped as asked. What is counted as created or updated is written; push again to go on."
        ),
    ])
    func `a signal while tables and fields are made stops between requests, with a summary`(
        _ options: [String], _ request: Int, _ stopped: String
    ) async throws {
        try await TemporaryFolder.with { folder in
            let state = Guarded<(interrupts: Interrupts?, made: Int)>((nil, 0))
            let scene = try PushScene.make(folder) { sent in
                guard sent.method == .post else { return }
                let interrupts = state.withLock { state in
                    state.made += 1
                    return state.made == request ? state.interrupts : nil
                }
                interrupts?.receive(15)
            }
            let outcome = try await scene.push(
                "email,a,b,c\nx@example.com,1,2,3\n", arguments: ["--unique", "email", "--json"] + options
            ) { interrupts in
                state.withLock { $0.interrupts = interrupts }
            }
            #expect(outcome.code == 143)
            #expect(scene.requests(.createField, .createTable) == request)
            #expect(scene.writes == request)
            #expect(outcome.event("summary")?["stopped"] == .string(stopped))
            #expect(outcome.event("summary")?["not_attempted"] == 1)
            #expect(outcome.event("summary")?["exit_code"] == 143)
            #expect(outcome.events.last?["event"] == "summary")
        }
    }

    @Test func `a refusal in the middle ends the run with its own exit code and a full account`() async throws {
        try await PushScene.run(faults: [FaultPlan.Rule(.status(.notPermitted), on: [.create], skipping: 1)]) { scene in
            let outcome = try await scene.push(PushJobTests.users(95), "--json")
            #expect(outcome.code == 4)
            let summary = outcome.event("summary")
            let counts = ["created", "updated", "failed", "unknown", "not_attempted"].map {
                summary?[$0]?.numberValue?.doubleValue ?? -1
            }
            #expect(counts.reduce(0, +) == 95)
            // No row is to blame for what the token may not do.
            #expect(counts[2] == 0)
            #expect(counts[4] > 0)
            #expect(!outcome.events.contains { $0["event"] == "row_failed" })
            #expect(try scene.records().count == Int(counts[0]))
            #expect(outcome.events.last?["event"] == "summary")
        }
    }

    @Test func `a file that changes under the push ends it with a full account`() async throws {
        try await TemporaryFolder.with { folder in
            let scene = try PushScene.make(folder) { request in
                // The first write: the file has been checked and is being read for the second time.
                if request.path?.contains("/meta/") == false {
                    _ = try? folder.write(PushJobTests.users(10), to: "users.csv")
                }
            }
            // Longer than what is read ahead.
            let text = PushJobTests.users(10_000, name: String(repeating: "N", count: 400))
            let outcome = try await scene.push(text, "--json")
            #expect(outcome.code == 1)
            #expect(outcome.events.suffix(2).map { $0["event"] } == ["summary", "error"])
            let summary = outcome.event("summary")
            #expect(summary?["rows"] == 10_000)
            #expect(summary?["created"] == .number(JSONNumber(try scene.records().count)))
            #expect(summary?["stopped"]?.stringValue?.contains("users.csv: ") == true)
            let counts = ["created", "updated", "failed", "unknown", "not_attempted"].map {
                summary?[$0]?.numberValue?.intValue ?? -1
            }
            #expect(counts.reduce(0, +) == 10_000)
            #expect(counts[0] < 10_000)
        }
    }
}
