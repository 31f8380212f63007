import ArgumentParser
import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// Commands that may send only so many requests.
@Suite(.timeLimit(.minutes(30))) struct QuotaTests {
    /// 45 rows: five requests. The schema and an empty table are two more.
    private static let text = "email,name\n" + (0..<45).map { "u\($0)@x.org,N\n" }.joined()

    @Test(arguments: [1, 2, 3, 4, 6, 7, 8])
    func `a mirror sends no more than it may, and goes on where it stopped`(_ limit: Int) async throws {
        try await PushScene.run { scene in
            let before = scene.mock.log.count
            let outcome = try await scene.sync(Self.text, "--delete", "--json", "--max-calls", "\(limit)")
            #expect(scene.mock.log.count - before == min(limit, 7))
            let written = try scene.records().count
            #expect(written == min(max(limit - 2, 0) * 10, 45))
            #expect(outcome.code == (limit < 7 ? 8 : 0))
            guard limit < 7, limit > 1 else { return }
            let stopped = outcome.event("summary")?["stopped"]?.stringValue ?? ""
            #expect(
                stopped.hasPrefix("Stopped: --max-calls \(limit) allows no more. What is counted above is written."))
            #expect(outcome.event("summary")?["not_attempted"] == .number(JSONNumber(45 - written)))

            let rest = try await scene.sync(Self.text, "--delete", "--json")
            #expect(rest.code == 0)
            #expect(rest.event("summary")?["created"] == .number(JSONNumber(45 - written)))
        }
    }

    @Test func `a push stops and goes on in the same way`() async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(Self.text, "--unique", "email", "--max-calls", "4")
            #expect(outcome.code == 8)
            #expect(scene.mock.log.count == 4)
            #expect(try scene.records().count == 20)
            let rest = try await scene.push(Self.text, "--unique", "email", "--max-calls", "5")
            #expect(rest.code == 0)
            #expect(rest.data.contains(": 25 created, 0 updated, 20 unchanged. 5 requests in "))
        }
    }

    @Test func `deletes are read and done within the limit, too`() async throws {
        try await PushScene.run { scene in
            let rows = (0..<200).map { ["email": .string("u\($0)@x.org")] as JSONObject }
            try scene.mock.insert(rows, into: "users", in: PushScene.base)
            let shorter = "email\n" + (0..<185).map { "u\($0)@x.org\n" }.joined()
            // The schema, two pages, the records to delete, and one of two deletes.
            let before = scene.mock.log.count
            let outcome = try await scene.sync(shorter, "--delete", "--yes", "--max-calls", "5")
            #expect(outcome.code == 8)
            #expect(scene.mock.log.count - before == 5)
            #expect(try scene.records().count == 190)
            #expect(outcome.data.contains("; 10 deleted, 5 not deleted. 5 requests in "))
        }
    }

    @Test func `a table that takes too many requests to read is not written to`() async throws {
        try await PushScene.run { scene in
            let rows = (0..<300).map { ["email": .string("u\($0)@x.org")] as JSONObject }
            try scene.mock.insert(rows, into: "users", in: PushScene.base)
            let before = scene.mock.log.count
            let outcome = try await scene.plan(Self.text, "--refresh", "full", "--max-calls", "3")
            #expect(outcome.code == 8)
            #expect(
                outcome.messages
                    == "Error: Reading the table takes more requests than may be sent: --max-calls 3 allows no more. No "
                    + "record was written. Allow more, or go on later.\n")
            #expect(scene.mock.log.count - before == 3)
        }
    }

    @Test func `a saved plan that is too dear to be looked at again stays good`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.plan(Self.text, "-o", scene.folder.path + "/p")
            let outcome = try await scene.apply("p", "--max-calls", "1")
            #expect(outcome.code == 8)
            #expect(try scene.records().isEmpty)
            #expect(try await scene.apply("p", "--max-calls", "7").code == 0)
            #expect(try scene.records().count == 45)
        }
    }

    @Test func `a share of the month's calls is kept`() async throws {
        try await PushScene.run { scene in
            // 800 may be sent, of which 796 have been.
            for _ in 0..<796 { scene.calls.add() }
            let outcome = try await scene.sync(Self.text, "--delete", "--reserve-quota", "20%")
            #expect(outcome.code == 8)
            #expect(try scene.records().count == 20)
            #expect(scene.calls.made == 800)
            #expect(outcome.data.contains("5 requests, 0.5 % of 1,000 monthly calls."))
            #expect(outcome.messages.contains("Note: The plan takes 5 requests, and 2 may be sent."))
            #expect(
                outcome.messages.contains(
                    "Stopped: 800 of the month's 1,000 calls have been made, and 200 are kept in reserve."))

            let before = scene.mock.log.count
            let later = try await scene.sync(Self.text, "--delete", "--reserve-quota", "20%")
            #expect(later.code == 8)
            #expect(
                later.messages
                    == "Error: Nothing was sent: 800 of the month's 1,000 calls have been made, and 200 are kept in reserve.\n"
            )
            #expect(scene.mock.log.count == before)
        }
    }

    @Test(arguments: [
        ["--max-calls", "0"], ["--max-calls", "many"], ["--reserve-quota", "20"], ["--reserve-quota", "120%"],
        ["--reserve-quota", "%"],
    ])
    func `a limit that makes no sense is refused`(_ arguments: [String]) {
        let error = #expect(throws: (any Error).self) {
            try MakePlan.parse(["users.csv", "--unique", "email"] + arguments)
        }
        #expect(error.map { MakePlan.exitCode(for: $0).rawValue } == 64)
    }
}
