import FoundationEssentials
import HTTPTypes
import JSONText
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import AirtableAPI

/// The client over a scripted service, on virtual time.
@Suite struct AirtableClientTests {
    @Test("whoami, bases, schema, and the creation of tables and fields are single requests")
    func metadata() throws {
        try runOnVirtualTime { time in
            let field: JSONValue = ["id": "fldAAAAAAAAAAAAAA", "name": "Name", "type": "singleLineText"]
            let number: JSONValue = [
                "id": "fldBBBBBBBBBBBBBB", "name": "Qty", "type": "number", "options": ["precision": 0],
            ]
            let table: JSONValue = [
                "id": "tblAAAAAAAAAAAAAA", "name": "Users", "primaryFieldId": "fldAAAAAAAAAAAAAA",
                "fields": [field, number], "views": [],
            ]
            let service = ScriptedService(
                time,
                [
                    .ok(["id": "usrX", "scopes": ["data.records:read"]]),
                    .ok([
                        "bases": [["id": "appAAAAAAAAAAAAAA", "name": "A", "permissionLevel": "create"]],
                        "offset": "x/y",
                    ]),
                    .ok(["bases": [["id": "appBBBBBBBBBBBBBB", "name": "B", "permissionLevel": "read"]]]),
                    .ok(["tables": [table]]), .ok(table), .ok(field), .ok(["tables": [table]]), .ok(field),
                ])
            let client = try Sample.client(service, time)
            #expect(try await client.whoami() == Account(id: "usrX", scopes: ["data.records:read"]))
            #expect(try await client.bases().map(\.name) == ["A", "B"])
            let base = client.base(Sample.base)
            let name = FieldSchema(id: FieldID(unchecked: "fldAAAAAAAAAAAAAA"), name: "Name", type: .singleLineText)
            let schema = TableSchema(
                id: TableID(unchecked: "tblAAAAAAAAAAAAAA"), name: "Users", primaryFieldID: name.id,
                fields: [
                    name,
                    FieldSchema(
                        id: FieldID(unchecked: "fldBBBBBBBBBBBBBB"), name: "Qty", type: .number,
                        options: ["precision": 0]),
                ])
            #expect(try await base.schema() == [schema])
            let drafts = [
                FieldDraft(name: "Name", type: .singleLineText),
                FieldDraft(name: "Qty", type: .number, options: ["precision": 0]),
            ]
            #expect(try await base.createTable("Users", fields: drafts) == schema)
            #expect(try await base.createField(drafts[0], in: schema.id) == name)
            #expect(try await base.table("Users").createField(drafts[0]) == name)
            #expect(
                service.calls.map { "\($0.method) \($0.path)" } == [
                    "GET /v0/meta/whoami", "GET /v0/meta/bases", "GET /v0/meta/bases?offset=x%2Fy",
                    "GET /v0/meta/bases/appAAAAAAAAAAAAAA/tables", "POST /v0/meta/bases/appAAAAAAAAAAAAAA/tables",
                    "POST /v0/meta/bases/appAAAAAAAAAAAAAA/tables/tblAAAAAAAAAAAAAA/fields",
                    "GET /v0/meta/bases/appAAAAAAAAAAAAAA/tables",
                    "POST /v0/meta/bases/appAAAAAAAAAAAAAA/tables/tblAAAAAAAAAAAAAA/fields",
                ])
            #expect(
                service.calls[4].json.text
                    == #"{"name":"Users","fields":[{"name":"Name","type":"singleLineText"},"#
                    + #"{"name":"Qty","type":"number","options":{"precision":0}}]}"#)
        }
    }

    @Test("each request bears the token, asks for JSON, and names its content only when it has any")
    func headers() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.ok(["id": "usrX"]), .ok(Sample.page([]))])
            let client = try Sample.client(service, time)
            _ = try await client.whoami()
            for try await _ in client.base(Sample.base).table("T").records() {}
            for call in service.calls {
                #expect(call.request.headerFields[.authorization] == "Bearer \(Sample.tokenText)")
                #expect(call.request.headerFields[.accept] == "application/json")
                #expect(call.request.scheme == "https")
                #expect(call.request.authority == "api.airtable.com")
            }
            #expect(service.calls.map { $0.request.headerFields[.contentType] } == [nil, "application/json"])
        }
    }

    @Test("the write verbs answer in the order of their elements")
    func writes() throws {
        try runOnVirtualTime { time in
            let records: JSONValue = ["records": [Sample.recordJSON(2, fields: ["a": 1]), Sample.recordJSON(1)]]
            let upserted: JSONValue = [
                "records": [Sample.recordJSON(2), Sample.recordJSON(1)],
                "createdRecords": [.string(Sample.record(1).rawValue)],
                "updatedRecords": [.string(Sample.record(2).rawValue)],
            ]
            let deleted: JSONValue = [
                "records": [
                    ["deleted": true, "id": .string(Sample.record(2).rawValue)],
                    ["deleted": false, "id": .string(Sample.record(1).rawValue)],
                ]
            ]
            let service = ScriptedService(
                time, [.ok(records), .ok(records), .ok(records), .ok(upserted), .ok(deleted)])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let ids = [2, 1].map(Sample.record)
            #expect(try await table.createRecords([["a": 1], [:]]).map(\.id) == ids)
            let changes = ids.map { RecordChange(id: $0, fields: ["a": 1]) }
            #expect(try await table.updateRecords(changes).map(\.id) == ids)
            #expect(try await table.replaceRecords(changes).map(\.id) == ids)
            let answer = try await table.upsertRecords([["a": 1], ["a": 2]], matching: ["a"])
            #expect(answer.records.map(\.id) == ids)
            #expect(answer.created == [Sample.record(1)])
            #expect(try await table.deleteRecords(ids) == [Sample.record(2)])
            #expect(service.calls.map(\.method) == ["POST", "PATCH", "PUT", "PATCH", "DELETE"])
        }
    }

    @Test("no records need no request")
    func nothing() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.lost])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            #expect(try await table.createRecords([]).isEmpty)
            #expect(try await table.deleteRecords([]).isEmpty)
            for filter in [RecordQuery.Filter.ids([]), .keys([], of: [KeyField(name: "K", type: .number)])] {
                #expect(try await table.page(of: RecordQuery(filter), after: nil) == .applied(RecordPage(records: [])))
                for try await _ in table.records(RecordSelection(filter)) { Issue.record("a record came of nothing") }
            }
            #expect(service.calls.isEmpty)
        }
    }

    @Test(
        "an answer that does not account for what was sent is unknown",
        arguments: [
            #"{"records":[]}"#, #"{"records":"x"}"#, "{}",
            #"{"records":[{"id":"rec","createdTime":"2026-01-15","fields":{}}]}"#,
            #"{"records":[{"id":"rec00000000000002","createdTime":"2026-01-15","fields":{}}]}"#,
            #"{"records":[{"id":"rec00000000000001","createdTime":"soon","fields":{}}]}"#,
            #"{"records":[{"id":"rec00000000000001","createdTime":"2026-01-15"}]}"#, "", "[]",
        ])
    func unaccounted(body: String) throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.status(200, body)])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let attempt = try await table.send(WriteChunk(.update, [.init(id: Sample.record(1), fields: ["a": 1])]))
            #expect(attempt.label == "unknown")
            #expect(attempt.error?.code == .unreadableAnswer)
        }
    }

    @Test("an upsert that does not say what it created is unknown")
    func upsertUnaccounted() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.ok(["records": [Sample.recordJSON(1)]])])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let attempt = try await table.send(WriteChunk(.upsert(matching: ["a"]), [.init(fields: ["a": 1])]))
            #expect(attempt.label == "unknown")
        }
    }

    @Test("the service's Date comes with pages and write answers")
    func serverTime() throws {
        try runOnVirtualTime { time in
            let date = [("Date", "Thu, 15 Jan 2026 12:00:00 GMT")]
            let service = ScriptedService(time) { call, _ in
                let body: JSONValue = call.path.hasSuffix("listRecords") ? Sample.page([1]) : Sample.page([1])
                return .status(200, body.text, date)
            }
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            guard case .applied(let page) = try await table.page(of: RecordQuery(), after: nil),
                case .applied(let answer) = try await table.send(WriteChunk(.create, [.init(fields: ["a": 1])]))
            else {
                Issue.record("not applied")
                return
            }
            #expect(page.serverTime?.timeIntervalSince1970 == 1_768_478_400)
            #expect(answer.serverTime?.timeIntervalSince1970 == 1_768_478_400)
        }
    }

    @Test("a URL that the service would not take is not sent")
    func longURL() throws {
        try runOnVirtualTime { time in
            let service = ScriptedService(time, [.ok(Sample.page([]))])
            let table = try Sample.client(service, time).base(Sample.base).table("T")
            let long = RecordQuery.Filter.formula(String(repeating: "x", count: 16_000))
            let error = try await #require(throws: RemoteError.self) {
                for try await _ in table.records(RecordSelection(long, method: .get)) {}
            }
            #expect(error.code == .tooLarge)
            #expect(service.calls.isEmpty)
            for try await _ in table.records(RecordSelection(long)) {}
            #expect(service.calls.count == 1)
        }
    }
}
