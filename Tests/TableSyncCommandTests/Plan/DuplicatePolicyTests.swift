import ArgumentParser
import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// What `--duplicate-rows` and `--duplicate-records` decide.
@Suite(.timeLimit(.minutes(30))) struct DuplicatePolicyTests {
    private static let rows = "email,name\nada@x.org,One\nbob@x.org,Bob\nada@x.org,Two\n"

    @Test(arguments: [
        (nil, 3 as Int32, [] as [JSONValue]), ("error", 3, []), ("first", 0, ["One", "Bob"]), ("skip", 0, ["Bob"]),
    ])
    func `rows of one key`(_ policy: String?, _ code: Int32, _ names: [JSONValue]) async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.sync(
                Self.rows, "--delete", policy.map { "--duplicate-rows=\($0)" } ?? "--yes")
            #expect(outcome.code == code)
            #expect(outcome.messages.contains("1 row has the key of an earlier row: lines 2 and 4."))
            #expect(try scene.records().compactMap { $0["name"] } == names)
        }
    }

    @Test(arguments: [
        (nil, 6 as Int32, 0), ("error", 6, 0), ("first", 0, 1), ("skip", 0, 0),
    ])
    func `records of one key`(_ policy: String?, _ code: Int32, _ updated: Int) async throws {
        try await PushScene.run { scene in
            try scene.mock.insert(
                [["email": "ada@x.org", "name": "Old"], ["email": "ada@x.org", "name": "New"]], into: "users",
                in: PushScene.base)
            let outcome = try await scene.sync(
                "email,name\nada@x.org,One\n", "--delete", policy.map { "--duplicate-records=\($0)" } ?? "--yes")
            #expect(outcome.code == code)
            #expect(outcome.messages.contains("1 row has a key that several records have."))
            // None of them is taken for vanished.
            #expect(try scene.records().count == 2)
            #expect(try scene.records().filter { $0["name"] == "One" }.count == updated)
        }
    }

    @Test(arguments: ["--duplicate-rows", "--duplicate-records"])
    func `a policy that does not exist is refused, and the others are named`(_ option: String) {
        let error = #expect(throws: (any Error).self) {
            try MakePlan.parse(["users.csv", "--unique", "email", option, "last"])
        }
        let message = error.map { MakePlan.message(for: $0) } ?? ""
        #expect(message.contains("last") && message.contains("first") && message.contains("skip"))
    }

    @Test(arguments: [("first", ["One", "Bob"] as [JSONValue]), ("skip", ["Bob"])])
    func `a push takes the policies, too`(_ policy: String, _ names: [JSONValue]) async throws {
        try await PushScene.run { scene in
            let outcome = try await scene.push(Self.rows, "--unique", "email", "--duplicate-rows", policy)
            #expect(outcome.code == 0)
            #expect(try scene.records().compactMap { $0["name"] } == names)
            #expect(
                outcome.data.contains("\(names.count) created, 0 updated, 0 unchanged, \(3 - names.count) skipped."))
        }
    }
}
