import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSyncCommand

/// Files that name linked records by their primary texts.
@Suite(.timeLimit(.minutes(30))) struct LinkedNamesTests {
    /// A table of users with links to two teams, whose ids are given.
    private static func run(_ body: (PushScene, _ teams: [JSONValue]) async throws -> Void) async throws {
        try await PushScene.run(tables: []) { scene in
            let teams = try scene.mock.createTable(
                ["name": "teams", "fields": [["name": "name", "type": "singleLineText"]]], in: PushScene.base)
            let link: JSONValue = [
                "name": "team", "type": "multipleRecordLinks", "options": ["linkedTableId": .string(teams.rawValue)],
            ]
            try scene.mock.createTable(
                ["name": "users", "fields": [["name": "email", "type": "singleLineText"], link]], in: PushScene.base)
            let ids = try scene.mock.insert([["name": "Red"], ["name": "Blue"]], into: "teams", in: PushScene.base)
            try await body(scene, ids.map { .string($0.rawValue) })
        }
    }

    private static let text = "email,team\nada@x.org,Red\nbob@x.org,\"Blue, Red\"\ncy@x.org,\n"

    @Test func `names become links, and the same file again changes nothing`() async throws {
        try await Self.run { scene, teams in
            #expect(try await scene.push(Self.text, "--unique", "email").code == 0)
            let links = try scene.records().map { $0["team"] }
            #expect(links == [[teams[0]], [teams[1], teams[0]], nil])
            let outcome = try await scene.plan(Self.text)
            #expect(outcome.code == 0)
            #expect(outcome.data.contains("3 unchanged"))
            #expect((outcome.data + outcome.messages).contains("the names of its 2 records were read, in 1 request."))
        }
    }

    @Test func `a name that no record has is a problem of its row`() async throws {
        try await Self.run { scene, _ in
            let outcome = try await scene.plan("email,team\nada@x.org,Rde\n")
            #expect(outcome.code == 3)
            #expect(
                (outcome.data + outcome.messages).contains(
                    "field \"team\" does not accept \"Rde\", which no record of \"teams\" is called; check the name, or "
                        + "--typecast, which creates the record."))
        }
    }
}
