import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// airtable-api.md 3.4, row by row, and 12 #7 to #13.
@Suite struct ServiceUpsertTests {
    private static let multiMatch = refusal("INVALID_REQUEST_UNKNOWN", "Cannot update more than one record")
    private static let invalid = refusal(
        "INVALID_REQUEST_UNKNOWN", "Invalid request: parameter validation failed. Check your request data.")

    private func upsert(
        _ harness: inout ServiceHarness, on fields: [JSONValue] = ["Name"], _ records: [JSONValue],
        method: HTTPRequest.Method = .patch, typecast: Bool = false
    ) throws -> ServiceHarness.Answer {
        try harness.people(
            method, "",
            [
                "performUpsert": ["fieldsToMergeOn": .array(fields)], "records": .array(records),
                "typecast": .bool(typecast),
            ])
    }

    private func harness(_ rows: [JSONObject], _ change: (inout ServiceConfiguration) -> Void = { _ in }) throws
        -> (ServiceHarness, [String])
    {
        var harness = try ServiceHarness(change)
        let ids = try harness.insert(rows).map(\.rawValue)
        return (harness, ids)
    }

    @Test("No match creates, one match updates, an id is a plain update; the answer partitions the ids")
    func partition() throws {
        var (harness, ids) = try harness([["Name": "Ada", "Qty": 1, "Notes": "n"], ["Name": "Bob"], ["Name": "Eve"]])
        let answer = try upsert(
            &harness,
            [
                ["fields": ["Name": "Zoe"]], ["fields": ["Name": "Ada", "Qty": 2]],
                ["id": .string(ids[2]), "fields": ["Qty": 9]], ["fields": ["Name": "Yan"]],
            ])
        #expect(answer.status == 200)
        let answered = answer.body.recordIDs
        #expect(answered.count == 4)
        #expect(answer.body["createdRecords"] == [.string(answered[0]), .string(answered[3])])
        #expect(answer.body["updatedRecords"] == [.string(ids[0]), .string(ids[2])])
        #expect([answered[1], answered[2]] == [ids[0], ids[2]])
        #expect(try harness.column("Name") == ["Ada", "Bob", "Eve", "Zoe", "Yan"])
        #expect(try harness.column("Qty") == [2, nil, 9, nil, nil])
        #expect(try harness.column("Notes")[0] == "n")
    }

    @Test("PUT clears the other cells of the matched record")
    func put() throws {
        var (harness, _) = try harness([["Name": "Ada", "Qty": 1, "Notes": "n", "Done": true]])
        #expect(try upsert(&harness, [["fields": ["Name": "Ada", "Qty": 2]]], method: .put).status == 200)
        #expect(try harness.records()[0].cells.keys.sorted() == ["Made", "Name", "No", "Qty"])
    }

    @Test("Two or more matches refuse the whole request")
    func multiMatch() throws {
        var (harness, _) = try harness([["Name": "Ada"], ["Name": "Ada"]])
        let answer = try upsert(&harness, [["fields": ["Name": "New"]], ["fields": ["Name": "Ada", "Qty": 2]]])
        #expect(answer == .init(status: 422, body: Self.multiMatch))
        #expect(try harness.column("Name") == ["Ada", "Ada"])
        #expect(try harness.column("Qty") == [nil, nil])
    }

    @Test("An unknown id refuses the whole request")
    func unknownID() throws {
        var (harness, _) = try harness([["Name": "Ada"]])
        let answer = try upsert(
            &harness, [["fields": ["Name": "New"]], ["id": "recZZZZZZZZZZZZZZ", "fields": ["Qty": 2]]])
        #expect(answer.status == 422)
        #expect(
            answer.body
                == refusal("ROW_DOES_NOT_EXIST", "Record ID recZZZZZZZZZZZZZZ does not exist in this table"))
        #expect(try harness.records().count == 1)
    }

    @Test(
        "One to three merge fields, each of a type that upserts merge on",
        arguments: [
            ([], 422), (["Name"], 200), (["Name", "Qty"], 200), (["Name", "Qty", "Due"], 200),
            (["Name", "Qty", "Due", "Notes"], 422), (["Notes"], 200), (["Status"], 200), (["Tags"], 200),
            (["Email"], 422), (["Site"], 422), (["Phone"], 422), (["Price"], 422), (["Share"], 422),
            (["Stars"], 422), (["Time"], 422), (["Seen"], 422), (["Done"], 422), (["No"], 422), (["Made"], 422),
            (["Story"], 422), (["Name", "Name"], 422),
        ] as [([String], Int)])
    func mergeFields(fields: [String], status: Int) throws {
        var (harness, _) = try harness([])
        let all: JSONObject = [
            "Name": "Ada", "Notes": "n", "Qty": 1, "Due": "2026-01-02", "Status": "Open", "Tags": ["red"],
            "Email": "a@x.io", "Site": "s", "Phone": "1", "Price": 1, "Share": 0.5, "Stars": 1, "Time": 60,
            "Seen": "2026-01-02T03:04:05.000Z", "Done": true, "Story": "s",
        ]
        let answer = try upsert(&harness, on: fields.map(JSONValue.string), [["fields": .object(all)]])
        #expect(answer.status == status, "\(answer.body)")
        if status == 422 { #expect(answer.body == Self.invalid) }
        guard status == 200 else { return }
        // The same again finds the record by the values as they were stored.
        let again = try upsert(&harness, on: fields.map(JSONValue.string), [["fields": .object(all)]])
        #expect(again.body["createdRecords"] == [])
        #expect(again.body["updatedRecords"] == .array(answer.body.recordIDs.map(JSONValue.string)))
    }

    @Test(
        "With the switch on, the other single-valued types merge too (12 #12)", arguments: ["Email", "Price", "Seen"])
    func wideTypes(field: String) throws {
        var (harness, _) = try harness([]) { $0.writes.mergeTypes = .wide }
        let value: JSONValue =
            switch field {
            case "Email": "a@x.io"
            case "Price": 2.5
            default: "2026-01-02T03:04:05+01:00"
            }
        for expected in ["createdRecords", "updatedRecords"] {
            let answer = try upsert(&harness, on: [.string(field)], [["fields": [field: value]]])
            #expect(answer.body[expected]?.arrayValue?.count == 1, "\(answer.body)")
        }
    }

    @Test("Merge fields may be named by id; an unknown one is an unknown field")
    func mergeFieldByID() throws {
        var (harness, _) = try harness([["Name": "Ada"]])
        let schema = try harness.send(.get, "/v0/meta/bases/\(ServiceHarness.base)/tables").body
        let name = try #require(schema["tables"]?.arrayValue?[0]["fields"]?.arrayValue?[0]["id"])
        let answer = try upsert(&harness, on: [name], [["fields": ["Name": "Ada", "Qty": 1]]])
        #expect(answer.body["updatedRecords"]?.arrayValue?.count == 1)
        #expect(
            try upsert(&harness, on: ["Nope"], [["fields": ["Name": "Ada"]]])
                == .init(status: 422, body: refusal("UNKNOWN_FIELD_NAME", "Unknown field name: \"Nope\"")))
    }

    @Test("A record that lacks a merge field refuses the request (12 #10); one with an id may lack it")
    func missingKey() throws {
        var (harness, ids) = try harness([["Name": "Ada"]])
        let rows: [JSONValue] = [["fields": ["Name": "New"]], ["fields": ["Qty": 1]]]
        #expect(try upsert(&harness, rows) == .init(status: 422, body: Self.invalid))
        #expect(try harness.records().count == 1)
        let byID = try upsert(&harness, [["id": .string(ids[0]), "fields": ["Qty": 1]]])
        #expect(byID.status == 200)
    }

    @Test("A blank key never matches and creates (12 #9)", arguments: [JSONValue.null, ""])
    func blankKey(key: JSONValue) throws {
        var (harness, _) = try harness([["Qty": 1]])
        let answer = try upsert(&harness, [["fields": ["Name": key, "Qty": 2]]])
        #expect(answer.body["createdRecords"]?.arrayValue?.count == 1)
        #expect(try harness.column("Qty") == [1, 2])
    }

    @Test("Several merge fields are ANDed")
    func conjunction() throws {
        var (harness, ids) = try harness([["Name": "Ada", "Qty": 1], ["Name": "Ada", "Qty": 2]])
        let answer = try upsert(
            &harness, on: ["Name", "Qty"], [["fields": ["Name": "Ada", "Qty": 2, "Notes": "x"]]])
        #expect(answer.body["updatedRecords"] == [.string(ids[1])])
    }

    @Test(
        "Keys compare exactly, after the field's own normalisation (12 #8)",
        arguments: [
            ("Name", "Ada", "ada", false), ("Name", "Ada", "Ada ", false), ("Name", "Ada", "Ada", true),
            ("Name", "a b", "a\nb", true), ("Name", "caf\u{E9}", "cafe\u{301}", false),
            ("Notes", "x", "x \n", true), ("Qty", 1, 1.0, true), ("Qty", 1, 1.0000001, false),
            ("Tags", ["red", "blue"], ["blue", "red"], false), ("Tags", ["red", "blue"], ["red", "blue"], true),
        ] as [(String, JSONValue, JSONValue, Bool)])
    func comparison(field: String, stored: JSONValue, sent: JSONValue, matches: Bool) throws {
        var (harness, _) = try harness([[field: stored]])
        let answer = try upsert(&harness, on: [.string(field)], [["fields": [field: sent]]])
        #expect(answer.body["updatedRecords"]?.arrayValue?.count == (matches ? 1 : 0), "\(answer.body)")
    }

    @Test("One new key twice in a request creates twice; switched to sequential it creates and updates (12 #11)")
    func repeatedNewKey() throws {
        let rows: [JSONValue] = [["fields": ["Name": "New", "Qty": 1]], ["fields": ["Name": "New", "Notes": "n"]]]
        var (before, _) = try harness([])
        #expect(try upsert(&before, rows).body["createdRecords"]?.arrayValue?.count == 2)
        #expect(try before.records().count == 2)

        var (sequential, _) = try harness([]) { $0.writes.repeatedKey = .sequential }
        let answer = try upsert(&sequential, rows)
        #expect(answer.body["createdRecords"]?.arrayValue?.count == 1)
        #expect(answer.body["updatedRecords"] == [])
        #expect(Set(answer.body.recordIDs).count == 1)
        let records = try sequential.records()
        #expect(records.count == 1)
        #expect(records[0].cells["Qty"] == 1 && records[0].cells["Notes"] == "n")
    }

    @Test("One key twice that matches a record refuses the request (12 #11); switched to sequential it updates twice")
    func repeatedOldKey() throws {
        let rows: [JSONValue] = [["fields": ["Name": "Ada", "Qty": 1]], ["fields": ["Name": "Ada", "Qty": 2]]]
        var (before, _) = try harness([["Name": "Ada"]])
        #expect(try upsert(&before, rows) == .init(status: 422, body: Self.multiMatch))
        #expect(try before.column("Qty") == [nil])
        var (sequential, ids) = try harness([["Name": "Ada"]]) { $0.writes.repeatedKey = .sequential }
        #expect(try upsert(&sequential, rows).body["updatedRecords"] == [.string(ids[0])])
        #expect(try sequential.column("Qty") == [2])
    }

    @Test("One id twice in a batch is refused (12 #13)")
    func repeatedID() throws {
        var (harness, ids) = try harness([["Name": "Ada"]])
        let row: JSONValue = ["id": .string(ids[0]), "fields": ["Qty": 1]]
        let answer = try harness.people(.patch, "", ["records": [row, row]])
        #expect(answer.status == 422)
        #expect(answer.body["error"]?["type"] == "INVALID_RECORDS")
        #expect(try upsert(&harness, [row, row]).body["error"]?["type"] == "INVALID_RECORDS")
    }

    @Test("Plain batches have neither createdRecords nor updatedRecords")
    func plainBatch() throws {
        var (harness, ids) = try harness([["Name": "Ada"]])
        let answer = try harness.people(.patch, "", ["records": [["id": .string(ids[0]), "fields": ["Qty": 1]]]])
        #expect(answer.body.objectValue?.names == ["records"])
    }

    @Test("With typecast the incoming key is converted first")
    func typecastKey() throws {
        var (harness, _) = try harness([["Qty": 42]])
        let answer = try upsert(&harness, on: ["Qty"], [["fields": ["Qty": "42"]]], typecast: true)
        #expect(answer.body["updatedRecords"]?.arrayValue?.count == 1)
    }

    @Test("Found records stay the right ones while keys change, records go and come", arguments: UInt64(1)...10)
    func keyIndex(seed: UInt64) throws {
        var (harness, _) = try harness([])
        var random = IDGenerator(seed: seed)
        // The plain model: id → key.
        var model: [String: String] = [:]
        for _ in 0..<200 {
            let key = "k\(random.next() % 12)"
            let matching = model.filter { $0.value == key }.map(\.key)
            switch random.next() % 4 {
            case 0:
                let id = try harness.insert([["Name": .string(key)]])[0]
                model[id.rawValue] = key
            case 1:
                guard let id = matching.min() else { continue }
                try harness.service.delete(
                    [RecordID(unchecked: id)], from: "People", in: ServiceHarness.base, at: harness.now)
                model[id] = nil
            default:
                let answer = try upsert(&harness, [["fields": ["Name": .string(key)]]])
                switch matching.count {
                case 0:
                    let created = try #require(answer.body.recordIDs.first, "seed \(seed)")
                    #expect(model[created] == nil)
                    model[created] = key
                case 1: #expect(answer.body.recordIDs == matching, "seed \(seed)")
                default: #expect(answer.status == 422, "seed \(seed)")
                }
            }
        }
    }
}
