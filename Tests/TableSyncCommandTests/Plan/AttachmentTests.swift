import JSONText
import MockAirtable
import Testing

@testable import TableSyncCommand

/// Attachments of rows with a key: left out, unless the user takes files of one name for the same.
@Suite(.timeLimit(.minutes(30))) struct AttachmentTests {
    private static let table: JSONValue = [
        "name": "users",
        "fields": [["name": "email", "type": "singleLineText"], ["name": "photos", "type": "multipleAttachments"]],
    ]

    private static func text(_ name: String) -> String {
        "email,photos\nada@x.org,https://files.example.com/2026/\(name).png\nbob@x.org,\n"
    }

    @Test func `they are left out with a word, and the word names the switch`() async throws {
        try await PushScene.run(tables: [Self.table]) { scene in
            let outcome = try await scene.push(Self.text("ada"), "--unique", "email")
            #expect(outcome.code == 0)
            #expect(outcome.messages.contains("\"photos\" would change") && outcome.messages.contains("--attachments"))
            #expect(try scene.records().map { $0["photos"] } == [nil, nil])
        }
    }

    @Test func `with the switch they are written once, and again when the name is another`() async throws {
        try await PushScene.run(tables: [Self.table]) { scene in
            let options = ["--unique", "email", "--attachments"]
            #expect(try await scene.push(Self.text("ada"), arguments: options).code == 0)
            #expect(try scene.records().map { $0["photos"]?.arrayValue?.count } == [1, nil])
            let again = try await scene.plan(Self.text("ada"), "--attachments")
            #expect(again.data.contains("Plan: 2 unchanged."))
            let other = try await scene.plan(Self.text("lovelace"), "--attachments")
            #expect(other.data.contains("1 to update, 1 unchanged"))
        }
    }

    @Test func `what names the file is enough where nothing is remembered`() async throws {
        try await PushScene.run(tables: [Self.table]) { scene in
            let file: JSONValue = ["url": "https://elsewhere.example.com/x", "filename": "ada.png"]
            try scene.mock.insert(
                [["email": "ada@x.org", "photos": [file]], ["email": "bob@x.org"]], into: "users", in: PushScene.base)
            #expect(try await scene.plan(Self.text("ada"), "--attachments").data.contains("Plan: 2 unchanged."))
        }
    }
}
