import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// Lists of a view (airtable-api.md 2.1, 2.4 and 2.5).
@Suite struct ServiceViewTests {
    private func harness() throws -> ServiceHarness {
        var harness = try ServiceHarness()
        _ = try harness.insert([
            ["Name": "c", "Qty": 1], ["Name": "a", "Qty": 2], ["Name": "d"], ["Name": "b", "Qty": 3],
        ])
        _ = try harness.service.createView("Some", filter: "{Qty}>1", of: "People", in: ServiceHarness.base)
        return harness
    }

    private func names(_ query: String, _ harness: inout ServiceHarness) throws -> [JSONValue?] {
        let answer = try harness.people(.get, query)
        #expect(answer.status == 200, "\(answer.body)")
        return answer.body["records"]?.arrayValue?.map { $0["fields"]?["Name"] } ?? []
    }

    @Test("A view shows the records of its filter, oldest first, with all their cells")
    func filtered() throws {
        var harness = try harness()
        let id = try harness.service.createView("Some", filter: "{Qty}>1", of: "People", in: ServiceHarness.base)
        #expect(try names("?view=Some", &harness) == ["a", "b"])
        #expect(try names("?view=\(id)", &harness) == ["a", "b"])
        #expect(try names("?view=Grid%20view", &harness) == ["c", "a", "d", "b"])
        #expect(try names("?view=Some&filterByFormula=%7BQty%7D%3C3", &harness) == ["a"])
        #expect(try names("?view=Some&sort[0][field]=Name&sort[0][direction]=desc", &harness) == ["b", "a"])
        let first = try harness.people(.get, "?view=Some&pageSize=1")
        #expect(try names("?view=Some&pageSize=1&offset=\(first.body["offset"]?.stringValue ?? "")", &harness) == ["b"])
    }

    @Test("A view keeps its fields when they are renamed, and the schema does not tell its filter")
    func renamed() throws {
        var harness = try harness()
        let fields = "/v0/meta/bases/\(ServiceHarness.base)/tables/\(harness.tableID)/fields"
        let schema = harness.service.schema(of: ServiceHarness.base)?["tables"]?.arrayValue?[0]
        let qty = schema?["fields"]?.arrayValue?.first { $0["name"] == "Qty" }?["id"]?.stringValue ?? ""
        #expect(try harness.send(.patch, "\(fields)/\(qty)", ["name": "Amount"]).status == 200)
        #expect(try names("?view=Some", &harness) == ["a", "b"])
        #expect(
            schema?["views"]?.arrayValue?.map { $0.objectValue?.names } == [
                ["id", "name", "type"], ["id", "name", "type"],
            ])
    }

    @Test("A view that gets another filter shows other records, and one that is not there is refused")
    func changed() throws {
        var harness = try harness()
        _ = try harness.service.createView("Some", filter: "{Qty}=1", of: "People", in: ServiceHarness.base)
        #expect(try names("?view=Some", &harness) == ["c"])
        #expect(
            try harness.people(.get, "?view=some")
                == .init(status: 422, body: refusal("VIEW_NAME_NOT_FOUND", "View some not found")))
        #expect(throws: MockSetupError.self) {
            try harness.service.createView("Bad", filter: "{X}", of: "People", in: ServiceHarness.base)
        }
    }

    @Test("A sorted list that is read page by page sees what changes behind the last page", arguments: ["Some", nil])
    func livePages(view: String?) throws {
        var harness = try harness()
        let query = (view.map { "?view=\($0)" } ?? "?sort[0][field]=Qty") + "&pageSize=1"
        let first = try harness.people(.get, query)
        let offset = first.body["offset"]?.stringValue ?? ""
        _ = try harness.insert([["Name": "new", "Qty": 9]])
        #expect(
            try names("\(query)&pageSize=100&offset=\(offset)".replacing("&pageSize=1&", with: "&"), &harness).last
                == "new")
    }
}
