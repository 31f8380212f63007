import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// When and by whom records were made and changed (airtable-api.md 4.1 and 12 #29).
@Suite struct ServiceModifiedTests {
    private static let fields: JSONValue = [
        ["name": "Name", "type": "singleLineText"], ["name": "Made", "type": "createdTime"],
        ["name": "Changed", "type": "lastModifiedTime"], ["name": "Maker", "type": "createdBy"],
        ["name": "Changer", "type": "lastModifiedBy"], ["name": "No", "type": "autoNumber"],
    ]

    private func harness(_ change: (inout ServiceConfiguration) -> Void = { _ in }) throws -> ServiceHarness {
        var harness = try ServiceHarness {
            $0.access.tokens = [
                ServiceToken("patTEST", user: "usrAAAAAAAAAAAAAA", email: "ada@example.com"),
                ServiceToken("patBOB", user: "usrBBBBBBBBBBBBBB", email: "bob@example.com"),
            ]
            change(&$0)
        }
        _ = try harness.service.createTable(["name": "Log", "fields": Self.fields], in: ServiceHarness.base)
        return harness
    }

    private static let path = "/v0/\(ServiceHarness.base)/Log"

    @Test("A change has its time and its user; the creation is the first of both")
    func authors() throws {
        var harness = try harness()
        let made = try harness.send(.post, Self.path, ["fields": ["Name": "a"]])
        let id = try #require(made.body["id"]?.stringValue)
        #expect(made.body["fields"]?["Maker"]?["name"] == "ada" && made.body["fields"]?["Changer"]?["name"] == "ada")
        #expect(made.body["fields"]?["Made"] == "2026-03-01T09:30:00.000Z")
        #expect(made.body["fields"]?["Changed"] == made.body["fields"]?["Made"])
        harness.now = harness.now + .seconds(60)
        let changed = try harness.send(.patch, "\(Self.path)/\(id)", ["fields": ["Name": "b"]], token: "patBOB")
        #expect(changed.body["fields"]?["Maker"] == made.body["fields"]?["Maker"])
        #expect(
            changed.body["fields"]?["Changer"]
                == ["id": "usrBBBBBBBBBBBBBB", "email": "bob@example.com", "name": "bob"])
        #expect(changed.body["fields"]?["Changed"] == "2026-03-01T09:31:00.250Z")
        let later = try harness.send(.get, "\(Self.path)?filterByFormula=LAST_MODIFIED_TIME()>CREATED_TIME()")
        #expect(later.body.recordIDs == [id])
        // Somebody past the API is nobody known.
        try harness.service.update(
            RecordID(unchecked: id), ["Name": "c"], of: "Log", in: ServiceHarness.base, at: harness.now)
        #expect(try harness.send(.get, "\(Self.path)/\(id)").body["fields"]?["Changer"] == nil)
    }

    @Test("A write that changes nothing leaves the time as it is, or sets it if so configured (12 #29)")
    func unchanged() throws {
        for option in [WriteOptions.UnchangedWrite.leavesTime, .setsTime] {
            var harness = try harness { $0.writes.unchangedWrite = option }
            let made = try harness.send(.post, Self.path, ["fields": ["Name": "a"]])
            harness.now = harness.now + .seconds(60)
            let id = try #require(made.body["id"]?.stringValue)
            for method in [.patch, .put] as [HTTPRequest.Method] {
                _ = try harness.send(method, "\(Self.path)/\(id)", ["fields": ["Name": "a"]])
            }
            let time = try harness.service.records(of: "Log", in: ServiceHarness.base)[0].modifiedTime
            #expect(time == (option == .leavesTime ? nil : harness.now))
        }
    }

    @Test("Fields that the service fills take no value", arguments: ["Made", "Changed", "Maker", "Changer", "No"])
    func computed(field: String) throws {
        var harness = try harness()
        let answer = try harness.send(.post, Self.path, ["fields": [field: .null]])
        let message = "Field \"\(field)\" cannot accept a value because the field is computed"
        #expect(answer == .init(status: 422, body: refusal("INVALID_VALUE_FOR_COLUMN", message)))
    }
}
