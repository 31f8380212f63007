import ArgumentParser
import JSONText
import Testing

@testable import TableSyncCommand

@Suite(.timeLimit(.minutes(30))) struct SyncJobTests {
    private static let header = "email,name,seats\n"

    private static func rows(_ range: Range<Int>, _ prefix: String = "u", seats: Int = 1) -> String {
        range.map { "\(prefix)\($0)@x.org,N\($0),\(seats)\n" }.joined()
    }

    @Test func `a mirror reports exactly what it did`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(
                Self.header + Self.rows(0..<240) + Self.rows(0..<15, "gone"), "--unique", "email")
            let text = Self.header + Self.rows(0..<20, seats: 2) + Self.rows(20..<240) + Self.rows(0..<10, "new")
            let outcome = try await scene.sync(text, "--delete", "--yes", "--json")
            #expect(outcome.code == 0)
            let summary = outcome.event("summary")
            let counts = ["rows", "created", "updated", "unchanged", "deleted"].map { summary?[$0] }
            #expect(counts == [250, 10, 20, 220, 15])
            // The schema, three pages of records, three writes, one read of what is deleted, two deletes.
            #expect(summary?["requests"] == 10)
            #expect(try scene.records().count == 250)

            let again = try await scene.sync(text, "--delete", "--yes")
            #expect(again.code == 0)
            #expect(
                again.data.hasPrefix(
                    "Plan: 250 unchanged. Nothing is to be done.\n"
                        + "250 rows of users.csv to \"users\": 0 created, 0 updated, 250 unchanged. 4 requests, 0 writes, in "
                ))
        }
    }

    @Test func `without delete it refuses, and says what to do`() {
        let error = #expect(throws: (any Error).self) { try Sync.parse(["users.csv", "--unique", "email"]) }
        let message = error.map { Sync.message(for: $0) } ?? ""
        #expect(message.contains("use push, or say --delete"))
        #expect(error.map { Sync.exitCode(for: $0).rawValue } == 64)
    }

    @Test(arguments: [
        (["--delete"], DeleteName.all), (["--delete=all"], .all), (["--delete=tracked"], .tracked),
        (["--delete", "tracked"], .tracked), (["--delete", "--local"], .all),
    ])
    func `what is deleted can be said in several ways`(_ arguments: [String], _ name: DeleteName) throws {
        #expect(try Sync.parse(["users.csv", "--unique", "email"] + arguments).mirror.extent == name)
    }

    @Test func `a misspelt extent does not stand for all`() {
        for arguments in [["--delete=trackd"], ["--delete", "trackd"]] {
            let error = #expect(throws: (any Error).self) {
                try Sync.parse(["users.csv", "--unique", "email"] + arguments)
            }
            #expect(error.map { Sync.exitCode(for: $0).rawValue } == 64)
        }
    }

    // MARK: Being asked

    private static let start = header + rows(0..<20)
    private static let shorter = header + rows(0..<19)

    @Test func `where nobody can be asked nothing is deleted`() async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.start, "--unique", "email")
            let writes = scene.writes
            let outcome = try await scene.sync(Self.shorter, "--delete")
            #expect(outcome.code == 6)
            #expect(
                outcome.messages == "Error: 1 record of \"users\" would be deleted, and nobody is here to be asked. "
                    + "Nothing was written. If that is right, say --yes.\n")
            #expect(scene.writes == writes)
        }
    }

    @Test(arguments: [("yes", 0, 19), (" Y ", 0, 19), ("", 6, 20), ("no", 6, 20), ("yesterday", 6, 20)])
    func `somebody who is asked decides`(_ answer: String, _ code: Int32, _ left: Int) async throws {
        try await PushScene.run { scene in
            _ = try await scene.push(Self.start, "--unique", "email")
            let outcome = try await scene.sync(Self.shorter, "--delete", answer: answer)
            #expect(outcome.code == code)
            #expect(outcome.messages.hasPrefix("1 record of \"users\" will be deleted. Go on? Type yes:\n"))
            #expect(try scene.records().count == left)
        }
    }
}
