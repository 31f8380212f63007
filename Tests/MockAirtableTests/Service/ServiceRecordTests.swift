import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// airtable-api.md 3.1 to 3.6.
@Suite struct ServiceRecordTests {
    private static let forbidden = refusal(
        "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
        "Invalid permissions, or the requested model was not found. Check that both your user and your token have the "
            + "required permissions, and that the model names and/or ids are correct.")
    private static let invalid = refusal(
        "INVALID_REQUEST_UNKNOWN", "Invalid request: parameter validation failed. Check your request data.")
    private static let missing = "recZZZZZZZZZZZZZZ"

    @Test("One record is answered bare, a batch of any size in records and in input order (3.2)")
    func createShapes() throws {
        var harness = try ServiceHarness()
        let one = try harness.people(.post, "", ["fields": ["Name": "a"]])
        #expect(one.body.objectValue?.names == ["id", "createdTime", "fields"])
        for count in [1, 2, 10] {
            let rows = (0..<count).map { number -> JSONValue in ["fields": ["Name": .string("n\(number)")]] }
            let batch = try harness.people(.post, "/?", ["records": .array(rows)])
            #expect(batch.status == 200)
            #expect(batch.body.objectValue?.names == ["records"])
            let names = batch.body["records"]?.arrayValue?.map { $0["fields"]?["Name"] }
            #expect(names == (0..<count).map { .string("n\($0)") })
        }
        #expect(try harness.people(.post, "", ["fields": [:]]).status == 200)
        #expect(try harness.records().count == 15)
    }

    @Test(
        "Bad create bodies have the errors of 3.2",
        arguments: [
            ([:], "INVALID_REQUEST_MISSING_FIELDS", "Could not find field \"fields\" in the request body"),
            (
                ["typecast": true], "INVALID_REQUEST_MISSING_FIELDS",
                "Could not find field \"fields\" in the request body"
            ),
            (
                ["records": []], "INVALID_RECORDS",
                "You must provide an array of up to 10 record objects, each with a \"fields\" object for cell values."
            ),
            (
                ["records": [["name": "x"]]], "INVALID_RECORDS",
                "You must provide an array of up to 10 record objects, each with a \"fields\" object for cell values."
            ),
            (
                ["fields": ["Nope": 1]], "UNKNOWN_FIELD_NAME", "Unknown field name: \"Nope\""
            ),
            (["fields": ["Name ": "x"]], "UNKNOWN_FIELD_NAME", "Unknown field name: \"Name \""),
            (["fields": ["\u{FEFF}Name": "x"]], "UNKNOWN_FIELD_NAME", "Unknown field name: \"\u{FEFF}Name\""),
            (
                ["fields": ["No": 7]], "INVALID_VALUE_FOR_COLUMN",
                "Field \"No\" cannot accept a value because the field is computed"
            ),
            (
                ["fields": ["Made": .null]], "INVALID_VALUE_FOR_COLUMN",
                "Field \"Made\" cannot accept a value because the field is computed"
            ),
            // Unknown fields are found before bad values (12 #31), and typecast makes no fields (4.3).
            (
                ["records": [["fields": ["Qty": "x"]], ["fields": ["Nope": 1]]], "typecast": true],
                "UNKNOWN_FIELD_NAME", "Unknown field name: \"Nope\""
            ),
        ] as [(JSONValue, String, String)])
    func createErrors(body: JSONValue, type: String, message: String) throws {
        var harness = try ServiceHarness()
        #expect(try harness.people(.post, "", body) == .init(status: 422, body: refusal(type, message)))
        #expect(try harness.records().isEmpty)
    }

    @Test("Too many records are refused with their number (3.2)", arguments: [11, 100])
    func tooMany(count: Int) throws {
        var harness = try ServiceHarness()
        let rows = [JSONValue](repeating: ["fields": ["Name": "x"]], count: count)
        let message = "A maximum of 10 records can be created per request but you have provided \(count)."
        #expect(
            try harness.people(.post, "", ["records": .array(rows)])
                == .init(status: 422, body: refusal("INVALID_RECORDS", message)))
    }

    @Test(
        "Wrong types of members and unknown members are refused",
        arguments: [
            ["fields": []], ["fields": ["Name": "x"], "typecast": "yes"], ["fields": ["Name": "x"], "nope": 1],
            ["fields": [:], "records": [["fields": [:]]]], ["fields": ["Name": "x"], "returnFieldsByFieldId": 1], [],
        ] as [JSONValue])
    func invalidBodies(body: JSONValue) throws {
        var harness = try ServiceHarness()
        #expect(try harness.people(.post, "", body) == .init(status: 422, body: Self.invalid))
    }

    @Test("A body that is no JSON is a bad request, or unprocessable if that is switched on (12 #30)")
    func malformedBody() throws {
        let request = HTTPRequest(
            method: .post, scheme: "https", authority: "a", path: "/v0/\(ServiceHarness.base)/People",
            headerFields: [.authorization: "Bearer x"])
        for body in ["", "{", "{\"fields\":{}}x", "{'a':1}"] {
            var harness = try ServiceHarness()
            let sent = ServiceRequest(request, body: Array(body.utf8))
            guard case .answer(let head, let bytes) = harness.service.handle(sent, at: harness.now).ending else {
                return
            }
            #expect(head.status.code == 400)
            #expect(String(decoding: bytes, as: UTF8.self) == #"{"error":"INVALID_REQUEST_BODY"}"#)
            var switched = try ServiceHarness { $0.errors.malformedBody = .unprocessable }
            guard case .answer(let head, let bytes) = switched.service.handle(sent, at: harness.now).ending else {
                return
            }
            #expect(head.status.code == 422)
            #expect(
                try JSONValue(parsing: bytes) == refusal("INVALID_REQUEST_BODY", "Could not parse request body"))
        }
    }

    @Test("A request that fails changes nothing and uses up no number (3.6)")
    func atomicity() throws {
        var harness = try ServiceHarness()
        let id = try harness.insert([["Name": "Ada", "Qty": 1]])[0]
        let before = try harness.records()
        let bodies: [(HTTPRequest.Method, JSONValue)] = [
            (.post, ["records": [["fields": ["Name": "New"]], ["fields": ["No": 3]]]]),
            (.post, ["records": [["fields": ["Name": "New"]], ["fields": ["Qty": "x"]]]]),
            (
                .patch,
                [
                    "records": [
                        ["id": .string(id.rawValue), "fields": ["Qty": 2]],
                        ["id": .string(Self.missing), "fields": ["Qty": 2]],
                    ]
                ]
            ),
            (.put, ["records": [["id": .string(id.rawValue), "fields": ["Qty": "x"]]]]),
        ]
        for (method, body) in bodies {
            #expect(try harness.people(method, "", body).status == 422)
            #expect(try harness.records() == before)
        }
        #expect(
            try harness.people(.delete, "?records[]=\(id)&records[]=\(Self.missing)")
                == .init(status: 404, body: refusal("MODEL_ID_NOT_FOUND", "Record not found")))
        #expect(try harness.records() == before)
        #expect(try harness.people(.post, "", ["fields": [:]]).body["fields"]?["No"] == 2)
    }

    @Test("PATCH keeps cells that are not mentioned, PUT clears them, for one and for several (3.3)")
    func patchAndPut() throws {
        for isBatch in [false, true] {
            var harness = try ServiceHarness()
            let id = try harness.insert([["Name": "Ada", "Qty": 1, "Done": true]])[0]
            func send(_ method: HTTPRequest.Method, _ cells: JSONValue) throws -> JSONValue? {
                let answer =
                    isBatch
                    ? try harness.people(method, "", ["records": [["id": .string(id.rawValue), "fields": cells]]])
                    : try harness.people(method, "/\(id)", ["fields": cells])
                #expect(answer.status == 200, "\(answer.body)")
                return (isBatch ? answer.body["records"]?.arrayValue?[0] : answer.body)?["fields"]
            }
            let computed: JSONObject = ["No": 1, "Made": "2026-03-01T09:30:00.000Z"]
            func with(_ cells: JSONObject) -> JSONValue {
                .object(JSONObject(cells.map { ($0, $1) } + computed.map { ($0, $1) }))
            }
            #expect(try send(.patch, ["Qty": 2, "Done": .null]) == with(["Name": "Ada", "Qty": 2]))
            #expect(try send(.put, ["Qty": 3]) == with(["Qty": 3]))
            #expect(try send(.put, [:]) == with([:]))
        }
    }

    @Test("Null, the empty text, the empty list and false clear cells (3.3)")
    func clearing() throws {
        var harness = try ServiceHarness()
        let id = try harness.insert([["Name": "a", "Notes": "b", "Qty": 1, "Tags": ["red"], "Done": true]])[0]
        let cells: JSONValue = ["Name": "", "Notes": .null, "Qty": .null, "Tags": [], "Done": false]
        _ = try harness.people(.patch, "/\(id)", ["fields": cells])
        #expect(try harness.records()[0].cells.keys.sorted() == ["Made", "No"])
    }

    @Test("Bad update batches are INVALID_RECORDS, a missing record of a batch ROW_DOES_NOT_EXIST (3.3)")
    func updateErrors() throws {
        var harness = try ServiceHarness()
        let id = try harness.insert([["Name": "a"]])[0]
        let message = "You must provide an array of up to 10 record objects, each with an \"id\" ID field and a "
        let expected = refusal("INVALID_RECORDS", message + "\"fields\" object for cell values.")
        let row: JSONValue = ["id": .string(id.rawValue), "fields": [:]]
        let bodies: [JSONValue] = [
            ["records": []], ["records": [["fields": [:]]]], ["records": [["id": "rec1", "fields": [:]]]],
            ["records": [["id": .string(id.rawValue)]]], ["records": .array(Array(repeating: row, count: 11))],
            ["records": "x"], ["records": [["id": 5, "fields": [:]]]],
        ]
        for body in bodies {
            #expect(try harness.people(.patch, "", body) == .init(status: 422, body: expected), "\(body)")
            #expect(try harness.people(.put, "", body) == .init(status: 422, body: expected), "\(body)")
        }
        let missing = try harness.people(.patch, "", ["records": [["id": .string(Self.missing), "fields": [:]]]])
        #expect(missing.body == refusal("ROW_DOES_NOT_EXIST", "Record ID \(Self.missing) does not exist in this table"))
    }

    @Test("A single record that is not there is forbidden, or not found if that is switched on (12 #5)")
    func missingRecord() throws {
        let calls: [(HTTPRequest.Method, JSONValue?)] = [
            (.get, nil), (.patch, ["fields": [:]]), (.put, ["fields": [:]]), (.delete, nil),
        ]
        for (method, body) in calls {
            var harness = try ServiceHarness()
            #expect(
                try harness.people(method, "/\(Self.missing)", body) == .init(status: 403, body: Self.forbidden))
            #expect(try harness.people(method, "/rec1", body) == .init(status: 404, body: ["error": "NOT_FOUND"]))
            var old = try ServiceHarness { $0.errors.missingRecord = .notFound }
            #expect(
                try old.people(method, "/\(Self.missing)", body)
                    == .init(status: 404, body: refusal("MODEL_ID_NOT_FOUND", "Record not found")))
        }
    }

    @Test("Getting one record: base-wide, by field id, never with fields[] (3.1, 12 #6)")
    func get() throws {
        var harness = try ServiceHarness()
        let id = try harness.insert([["Name": "Ada"]])[0]
        let listed = try harness.people(.get).body["records"]?.arrayValue?[0]
        #expect(try harness.people(.get, "/\(id)").body == listed)
        #expect(try harness.people(.get, "/\(id)?fields[]=Name") == .init(status: 422, body: Self.invalid))
        let byID = try harness.people(.get, "/\(id)?returnFieldsByFieldId=1").body["fields"]?.objectValue
        #expect(byID?.names.allSatisfy(FieldID.isWellFormed) == true)

        let table: JSONValue = ["name": "Other", "fields": [["name": "A", "type": "email"]]]
        _ = try harness.send(.post, "/v0/meta/bases/\(ServiceHarness.base)/tables", table)
        #expect(try harness.send(.get, "/v0/\(ServiceHarness.base)/Other/\(id)").body == listed)
        var strict = try ServiceHarness { $0.writes.foreignRecord = .missing }
        let other = try strict.insert([["Name": "Ada"]])[0]
        _ = try strict.send(.post, "/v0/meta/bases/\(ServiceHarness.base)/tables", table)
        #expect(try strict.send(.get, "/v0/\(ServiceHarness.base)/Other/\(other)").body == Self.forbidden)
    }

    @Test("Deleting answers the ids in order; a second delete finds nothing (3.5)")
    func deleting() throws {
        var harness = try ServiceHarness()
        let ids = try harness.insert((0..<4).map { ["Qty": .number(JSONNumber($0))] }).map(\.rawValue)
        let one = try harness.people(.delete, "/\(ids[0])")
        #expect(one.body == ["deleted": true, "id": .string(ids[0])])
        #expect(try harness.people(.delete, "/\(ids[0])").status == 403)
        let two = try harness.people(.delete, "?records%5B%5D=\(ids[2])&records%5B%5D=\(ids[1])")
        #expect(
            two.body
                == [
                    "records": [
                        ["deleted": true, "id": .string(ids[2])], ["deleted": true, "id": .string(ids[1])],
                    ]
                ])
        #expect(try harness.records().map(\.id.rawValue) == [ids[3]])
    }

    @Test("Bad batch deletes are INVALID_RECORDS and delete nothing (3.5)")
    func deleteErrors() throws {
        var harness = try ServiceHarness()
        let ids = try harness.insert(Array(repeating: [:], count: 11)).map(\.rawValue)
        let all = ids.map { "records[]=\($0)" }.joined(separator: "&")
        for query in ["", "?\(all)", "?records[]=rec1", "?records[]=\(ids[0])&records[]=\(ids[0])"] {
            let answer = try harness.people(.delete, query)
            #expect(answer.status == 422)
            #expect(answer.body["error"]?["type"] == "INVALID_RECORDS", "\(query)")
        }
        #expect(try harness.records().count == 11)
    }

    @Test("On writes returnFieldsByFieldId counts in the body and is ignored in the query (3)")
    func fieldIDsOnWrites() throws {
        var harness = try ServiceHarness()
        let inQuery = try harness.people(.post, "?returnFieldsByFieldId=true", ["fields": ["Name": "a"]])
        #expect(inQuery.body["fields"]?["Name"] == "a")
        let inBody = try harness.people(.post, "", ["fields": ["Name": "a"], "returnFieldsByFieldId": true])
        #expect(inBody.body["fields"]?.objectValue?.names.allSatisfy(FieldID.isWellFormed) == true)
    }

    @Test("Writing what is there already moves no modified time; writing something else does (12 #29)")
    func modifiedTime() throws {
        var harness = try ServiceHarness()
        let id = try harness.insert([["Name": "Ada", "Tags": ["red", "blue"]]])[0]
        harness.now = harness.now + .seconds(5)
        _ = try harness.people(.patch, "/\(id)", ["fields": ["Tags": ["red", "blue"], "Name": "Ada", "Qty": .null]])
        #expect(try harness.records()[0].modifiedTime == nil)
        _ = try harness.people(.patch, "/\(id)", ["fields": ["Name": "Eve"]])
        #expect(try harness.records()[0].modifiedTime == harness.now)
    }

    @Test("Text that only looks the same is another text and replaces the old (4.5)")
    func normalisation() throws {
        var harness = try ServiceHarness()
        let id = try harness.insert([["Name": "caf\u{E9}"]])[0]
        _ = try harness.people(.patch, "/\(id)", ["fields": ["Name": "cafe\u{301}"]])
        let stored = try #require(try harness.column("Name")[0]?.stringValue)
        #expect(Array(stored.utf8) == Array("cafe\u{301}".utf8))
        #expect(try harness.records()[0].modifiedTime == harness.now)
    }

    @Test("Records beyond the limit of the base are refused, updates are not (12 #33)")
    func recordLimit() throws {
        var harness = try ServiceHarness { $0.sizes.recordsPerBase = 2 }
        let id = try harness.insert([["Name": "a"]])[0]
        let two: JSONValue = ["records": [["fields": [:]], ["fields": [:]]]]
        let refused = try harness.people(.post, "", two)
        #expect(refused.status == 422 && refused.body["error"]?["type"] == "RECORD_LIMIT_REACHED")
        #expect(try harness.people(.post, "", ["fields": [:]]).status == 200)
        #expect(try harness.people(.patch, "/\(id)", ["fields": ["Name": "b"]]).status == 200)
        #expect(try harness.people(.post, "", ["fields": [:]]).status == 422)
    }

    @Test("One field under its name and its id in one record is refused")
    func fieldTwice() throws {
        var harness = try ServiceHarness()
        let schema = harness.service.schema(of: ServiceHarness.base)
        let name = try #require(schema?["tables"]?.arrayValue?[0]["fields"]?.arrayValue?[0]["id"]?.stringValue)
        let answer = try harness.people(.post, "", ["fields": .object(["Name": "a", name: "b"])])
        #expect(answer == .init(status: 422, body: Self.invalid))
        #expect(try harness.people(.post, "", ["fields": .object([name: "b"])]).body["fields"]?["Name"] == "b")
    }
}
