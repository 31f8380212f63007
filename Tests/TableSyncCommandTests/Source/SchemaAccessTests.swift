import JSONText
import MockAirtable
import TableModel
import Testing

@testable import TableSyncCommand

/// What a push makes of 403, which the service says of bases that are not there as of scopes that are missing.
@Suite(.timeLimit(.minutes(30))) struct SchemaAccessTests {
    private static let file = "email,n\na@example.com,7\n"
    private static let users: JSONValue = [
        "name": "users",
        "fields": [
            ["name": "email", "type": "singleLineText"], ["name": "n", "type": "number", "options": ["precision": 0]],
        ],
    ]

    private func push(
        _ arguments: [String], scopes: Set<ServiceToken.Scope> = [.readRecords, .writeRecords],
        bases: Set<BaseID>? = nil, tables: [JSONValue] = [users]
    ) async throws -> (outcome: PushScene.Outcome, requests: [RequestVerb]) {
        try await PushScene.run(
            tables: tables,
            .with { $0.access.tokens = [ServiceToken("patScene", scopes: scopes, bases: bases)] }
        ) { scene in
            let outcome = try await scene.push(Self.file, arguments: ["--unique", "email"] + arguments)
            return (outcome, scene.mock.log.map(\.verb))
        }
    }

    @Test func `a token that may read records but no schema is told and goes on`() async throws {
        let (outcome, requests) = try await push(["--dry-run"])
        #expect(outcome.code == 0)
        #expect(outcome.messages.hasPrefix("Note: The schema of appSceneAAAAAAAAA cannot be read with this token"))
        #expect(outcome.data == "+ a@example.com  n: 7\nPlan: 1 to create. 1 request.\n")
        #expect(requests == [.readSchema, .list, .list])
    }

    @Test(arguments: [["--dry-run"], []])
    func `a base that the token does not reach, or that is not there, ends a dry run as it ends a push`(
        _ arguments: [String]
    ) async throws {
        let elsewhere: Set<BaseID> = [BaseID(unchecked: "appElsewhereAAAAA")]
        for scopes: Set<ServiceToken.Scope> in [[.readRecords, .writeRecords], [.writeRecords]] {
            let (outcome, requests) = try await push(arguments, scopes: scopes, bases: elsewhere)
            #expect(outcome.code == 4)
            #expect(
                outcome.messages == """
                    Error: Neither the schema of appSceneAAAAAAAAA nor the table "users" can be read with this token (403 \
                    INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND). Check that the base's id is right and that the base is among \
                    those of the token, that the base has a table of that name, and that the token has the scope \
                    data.records:read; the service says the same of all. With the scope schema.bases:read it can be told \
                    which it is.

                    """)
            #expect(requests == [.readSchema, .list])
        }
    }

    @Test func `a table that is not there is not taken for a missing scope`() async throws {
        let (outcome, _) = try await push(["--dry-run"], tables: [])
        #expect(outcome.code == 4)
        #expect(outcome.messages.contains("the table \"users\" can be read"))
    }

    @Test(arguments: [
        (["--create-table"], "--create-table"), (["--create-fields"], "--create-fields"),
        (["--create-table", "--create-fields"], "--create-table and --create-fields"),
    ])
    func `nothing can be made without the schema, which is said`(_ arguments: [String], _ options: String) async throws
    {
        let (outcome, requests) = try await push(arguments)
        #expect(outcome.code == 4)
        #expect(
            outcome.messages == """
                Error: The schema of appSceneAAAAAAAAA cannot be read with this token (403 \
                INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND), and without it nothing can be made. Check the base's id, and give \
                the token the scopes schema.bases:read and schema.bases:write for the base, or leave \(options) out.

                """)
        #expect(requests == [.readSchema])
    }
}
