import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

@Suite struct ServiceMainPathTests {
    @Test("A created record answers its cells, and a list gives it back (3.2, 2.1)")
    func createAndList() throws {
        var harness = try ServiceHarness()
        let made = try harness.people(.post, "", ["records": [["fields": ["Name": "Ada", "Qty": 3]]]])
        #expect(made.status == 200)
        let record = try #require(made.body["records"]?.arrayValue?.first)
        #expect(record["createdTime"] == "2026-03-01T09:30:00.000Z")
        #expect(record["fields"] == ["Name": "Ada", "Qty": 3, "No": 1, "Made": "2026-03-01T09:30:00.000Z"])
        let list = try harness.people(.get)
        #expect(list.body == ["records": [record]])
        #expect(try harness.people(.post, "/listRecords", [:]).body == ["records": [record]])
    }

    @Test("An exchange in process answers", .timeLimit(.minutes(30)))
    func exchange() async throws {
        let mock = MockService()
        let base = ServiceHarness.base
        try mock.createTable(ServiceHarness.people, in: base)
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "api.airtable.com", path: "/v0/\(base)/People")
        request.headerFields[.authorization] = "Bearer patTEST"
        let (head, body) = try await mock.exchange(
            request, body: Array(#"{"fields":{"Name":"Ada"}}"#.utf8))
        #expect(head.status == .ok)
        #expect(try JSONValue(parsing: body)["fields"]?["Name"] == "Ada")
        #expect(try mock.records(of: "People", in: base).map(\.cells["Name"]) == ["Ada"])
    }
}
