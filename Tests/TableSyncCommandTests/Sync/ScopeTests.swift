import ArgumentParser
import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// Plans and mirrors of a part of a table.
@Suite(.timeLimit(.minutes(30))) struct ScopeTests {
    private static let free = "{plan} = 'Free'"
    private static let wanted = "email,name,plan\nada@x.org,Ada L.,Free\ncy@x.org,Cy,Free\n"

    /// Of the plan Free there are Ada, Bob and eleven others; Cy has the plan Pro.
    private static func run(_ body: (PushScene) async throws -> Void) async throws {
        try await PushScene.run { scene in
            let others = (0..<11).map { ["email": .string("u\($0)@x.org"), "plan": "Free"] as JSONObject }
            try scene.mock.insert(
                [
                    ["email": "ada@x.org", "name": "Ada", "plan": "Free"], ["email": "bob@x.org", "plan": "Free"],
                    ["email": "cy@x.org", "name": "Other", "plan": "Pro"],
                ] + others, into: "users", in: PushScene.base)
            try scene.mock.createView("Free ones", filter: free, of: "users", in: PushScene.base)
            try await body(scene)
        }
    }

    private static func text(_ rest: Range<Int>) -> String {
        wanted + rest.map { "u\($0)@x.org,,Free\n" }.joined()
    }

    @Test(arguments: [["--where", free], ["--view", "Free ones"]])
    func `a mirror of a part deletes in it alone, and leaves a record outside with the key of a new row alone`(
        _ scope: [String]
    ) async throws {
        try await Self.run { scene in
            let outcome = try await scene.sync(
                Self.text(0..<11), "--delete", "--yes", "--json", scope[0], scope[1])
            #expect(outcome.code == 1)
            let plan = outcome.event("plan")
            #expect(["create", "update", "delete", "unchanged"].map { plan?[$0] } == [1, 1, 1, 11])
            // A write for the update, one for the create, a read and a write for the delete, and two reads before all of them.
            #expect(plan?["requests"] == 6)
            let summary = outcome.event("summary")
            #expect(["created", "updated", "skipped", "deleted"].map { summary?[$0] } == [0, 1, 1, 1])
            let warnings = outcome.events.filter { $0["event"] == "warning" }.compactMap { $0["message"]?.stringValue }
            #expect(warnings.contains { $0.hasPrefix("Only a part of the table is looked at.") })
            #expect(
                warnings.contains {
                    $0.hasSuffix(
                        "has the key \"cy@x.org\" of the row on line 3 and lies outside of the part of the table that is looked "
                            + "at. It was left alone.")
                })
            let records = try scene.records()
            #expect(records.count == 13)
            #expect(records.first { $0["email"] == "cy@x.org" }?["name"] == "Other")
            #expect(records.first { $0["email"] == "ada@x.org" }?["name"] == "Ada L.")
            #expect(!records.contains { $0["email"] == "bob@x.org" })
        }
    }

    @Test func `the limit for deletes is a share of the part`() async throws {
        try await Self.run { scene in
            let outcome = try await scene.sync(Self.text(0..<10), "--delete", "--yes", "--where", Self.free)
            #expect(outcome.code == 6)
            #expect(outcome.messages.contains("2 of 13 records would be deleted, more than 10% allows."))
            #expect(try scene.records().count == 14)
        }
    }

    @Test func `a saved plan of a part finds the record outside, and cannot do without looking`() async throws {
        try await Self.run { scene in
            let path = scene.folder.path + "/p"
            #expect(try await scene.plan(Self.text(0..<11), "--where", Self.free, "-o", path).code == 0)
            let writes = scene.writes
            let blind = try await scene.apply("p", "--no-verify")
            #expect(blind.code == 6)
            #expect(blind.messages.contains("Leave --no-verify out."))
            let outcome = try await scene.apply("p")
            #expect(outcome.code == 7)
            #expect(outcome.messages.contains("(key \"cy@x.org\", line 3)"))
            #expect(scene.writes == writes)
            #expect(try await scene.apply("p", "--skip-drifted").code == 1)
        }
    }

    @Test func `a formula that the service does not take ends the plan with 3`() async throws {
        try await Self.run { scene in
            let outcome = try await scene.plan(Self.wanted, "--where", "{nothing} = 1")
            #expect(outcome.code == 3)
            #expect(outcome.messages.contains("Check the formula's text"))
        }
    }

    @Test func `a view that is not there ends the plan with 5`() async throws {
        try await Self.run { scene in
            let outcome = try await scene.plan(Self.wanted, "--view", "Nothing")
            #expect(outcome.code == 5)
            #expect(outcome.messages.contains("Check the view's name or id"))
        }
    }

    @Test(arguments: ["--where", "--view"])
    func `a scope of nothing does not stand for the whole table`(_ option: String) {
        #expect(throws: (any Error).self) { try MakePlan.parse(["users.csv", "--unique", "email", option, " "]) }
    }
}
