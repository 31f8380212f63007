import FoundationEssentials
import JSONText
import MockAirtable
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import AirtableAPI

/// The client against the mock service, in process and on virtual time.
@Suite struct MockServiceTests {
    /// Runs `body` on a table with a field of each type that can be a key.
    private static func withTable(
        _ body: @escaping @Sendable (AirtableTable, MockService, VirtualTime) async throws -> Void
    ) throws {
        try runOnVirtualTime { time in
            let service = MockService(ServiceConfiguration(), clock: time.clock)
            let transport = InProcessTransport(time: time) { request, body in
                try await service.exchange(request, body: body)
            }
            let client = AirtableClient(
                token: try Sample.token(), transport: transport, limiter: RateLimiter(time: time), time: time)
            let base = client.base(Sample.base)
            let choices: JSONObject = ["choices": [["name": "Red"], ["name": "Dark Red"], ["name": "Blue"]]]
            _ = try await base.createTable(
                "T/1 é",
                fields: [
                    FieldDraft(name: "Text", type: .singleLineText), FieldDraft(name: "Long", type: .multilineText),
                    FieldDraft(name: "Number", type: .number, options: ["precision": 2]),
                    FieldDraft(name: "Done", type: .checkbox, options: ["icon": "check", "color": "greenBright"]),
                    FieldDraft(name: "Choice", type: .singleSelect, options: choices),
                    FieldDraft(name: "Choices", type: .multipleSelects, options: choices),
                    FieldDraft(name: "Day", type: .date, options: ["dateFormat": ["name": "iso"]]),
                    FieldDraft(
                        name: "Moment", type: .dateTime,
                        options: [
                            "dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"], "timeZone": "utc",
                        ]), FieldDraft(name: "Mail", type: .email),
                ])
            try await body(base.table("T/1 é"), service, time)
        }
    }

    private static func read(_ table: AirtableTable, _ selection: RecordSelection = .init()) async throws -> [Record] {
        var records: [Record] = []
        for try await record in table.records(selection) { records.append(record) }
        return records
    }

    @Test("250 records are created in chunks of ten, read in pages, by POST and by GET, and none is refused")
    func paging() throws {
        try Self.withTable { table, service, _ in
            for start in stride(from: 0, to: 250, by: 10) {
                let records = try await table.createRecords((start..<start + 10).map { ["Text": .string("t\($0)")] })
                #expect(records.map { $0.fields["Text"] } == (start..<start + 10).map { .string("t\($0)") })
            }
            for method in [RecordSelection.Method.post, .get] {
                let records = try await Self.read(table, RecordSelection(fields: ["Text"], method: method))
                #expect(Set(records.map(\.id)).count == 250)
                #expect(Set(records.compactMap { $0.fields["Text"] }).count == 250)
            }
            let some = try await Self.read(table, RecordSelection(maxRecords: 25, pageSize: 10))
            #expect(some.count == 25)
        }
    }

    private static let keys: [(String, FieldType, FieldValue)] = [
        ("Text", .singleLineText, "plain"), ("Text", .singleLineText, #"O'Neil \ "x" {y}"#),
        ("Text", .singleLineText, "Ünï 👩‍👩‍👧"), ("Long", .multilineText, "first\nsecond"), ("Number", .number, 1.25),
        ("Number", .number, 0), ("Number", .number, -3), ("Done", .checkbox, true), ("Choice", .singleSelect, "Red"),
        ("Choices", .multipleSelects, ["Red", "Blue"]), ("Choices", .multipleSelects, ["Red"]),
        ("Day", .date, "2026-03-01"), ("Moment", .dateTime, "2026-03-01T09:30:15.250Z"), ("Mail", .email, "a+b@x.io"),
    ]

    @Test("a record is found by the value of its key, and a blank one is not", arguments: keys)
    func keyed(field: String, type: FieldType, value: FieldValue) throws {
        try Self.withTable { table, _, _ in
            let written = try await table.createRecords([[:], [field: value]])
            let query = RecordQuery(.keys([[value], [value]], of: [KeyField(name: field, type: type)]))
            guard case .applied(let page) = try await table.page(of: query, after: nil) else {
                Issue.record("not applied")
                return
            }
            #expect(page.records.map(\.id) == [written[1].id])
        }
    }

    @Test("records are found by ids and by the second of their creation")
    func filters() throws {
        try Self.withTable { table, _, time in
            let old = try await table.createRecords([["Text": "a"], ["Text": "b"]])
            try await time.sleep(for: .seconds(10))
            let new = try await table.createRecords([["Text": "c"]])
            let byID = try await Self.read(table, RecordSelection(.ids([old[1].id, Sample.record(1)])))
            #expect(byID.map(\.id) == [old[1].id])
            let moment = new[0].createdTime
            #expect(try await Self.read(table, RecordSelection(.created(since: moment))).map(\.id) == [new[0].id])
            let next = moment.addingTimeInterval(1)
            #expect(try await Self.read(table, RecordSelection(.created(since: next))).isEmpty)
            #expect(try await Self.read(table, RecordSelection(.created(since: old[0].createdTime))).count == 3)
        }
    }

    @Test("update merges, replace clears, upsert tells what it created, delete deletes")
    func verbs() throws {
        try Self.withTable { table, _, _ in
            let first = try await table.createRecords([["Text": "a", "Number": 1]])[0]
            let updated = try await table.updateRecords([RecordChange(id: first.id, fields: ["Number": 2])])
            #expect(updated[0].fields == ["Text": "a", "Number": 2])
            let replaced = try await table.replaceRecords([RecordChange(id: first.id, fields: ["Text": "a"])])
            #expect(replaced[0].fields == ["Text": "a"])
            let answer = try await table.upsertRecords(
                [["Text": "b"], ["Text": "a", "Number": 3]], matching: ["Text"])
            #expect(answer.created == [answer.records[0].id])
            #expect(answer.records[1].id == first.id)
            #expect(try await table.record(first.id).fields == ["Text": "a", "Number": 3])
            #expect(try await table.deleteRecords(answer.records.map(\.id)).count == 2)
            #expect(try await Self.read(table).isEmpty)
            let error = try await #require(throws: RemoteError.self) { try await table.record(first.id) }
            #expect(error.code == .notFound)
        }
    }

    @Test("cells come under the ids of their fields when asked for so")
    func fieldIDs() throws {
        try Self.withTable { table, _, _ in
            let byID = AirtableTable(nameOrID: table.nameOrID, base: table.base, fieldKeys: .ids, caller: table.caller)
            let written = try await byID.createRecords([["Text": "a"]])
            let names = written[0].fields.names
            #expect(names.allSatisfy { FieldID(rawValue: $0) != nil } && names.count == 1)
            #expect(try await byID.record(written[0].id).fields.names == names)
            #expect(try await Self.read(byID)[0].fields.names == names)
        }
    }

    @Test("the service's refusals name what is wrong")
    func refusals() throws {
        try Self.withTable { table, _, _ in
            let table422: [(Fields, RemoteError.Code, RemoteError.Mention)] = [
                (["Nope": 1], .unknownField, .init(field: "Nope")),
                (["Number": "x"], .invalidValue, .init(field: "Number")),
                (["Choice": "Green"], .unknownChoice, .init(value: "Green")),
            ]
            for (fields, code, mention) in table422 {
                let error = try await #require(throws: RemoteError.self) { try await table.createRecords([fields]) }
                #expect(error.code == code)
                #expect(error.mention == mention)
                #expect(error.status == 422)
            }
            let error = try await #require(throws: RemoteError.self) {
                try await Self.read(table, RecordSelection(.formula("{Nope}=1")))
            }
            #expect(error.code == .invalidFormula)
        }
    }

    @Test("whoami, bases and the schema are read")
    func metadata() throws {
        try Self.withTable { table, service, time in
            let transport = InProcessTransport(time: time) { try await service.exchange($0, body: $1) }
            let client = AirtableClient(
                token: try Sample.token(), transport: transport, limiter: RateLimiter(time: time), time: time)
            #expect(try await client.whoami().id.hasPrefix("usr"))
            #expect(try await client.bases().map(\.id) == [Sample.base])
            let schema = try await client.base(Sample.base).schema()
            #expect(schema.map(\.name) == ["T/1 é"])
            #expect(schema[0].fields.count == 9)
            let field = try await table.createField(FieldDraft(name: "More", type: .url))
            #expect(field.type == .url)
        }
    }
}
