import HTTPTypes
import JSONText
import TableModel
import TestSupport
import Testing

@testable import MockAirtable

/// Links between records (airtable-api.md 4.2, 4.3, 4.7, 7.4 and 9.4).
@Suite struct ServiceLinkTests {
    /// The tables People and Teams, with People.Team and Teams.People, and People.Boss, which leads to People.
    private struct Links {
        var harness: ServiceHarness
        let teams: TableID

        init(_ change: (inout ServiceConfiguration) -> Void = { _ in }) throws {
            harness = try ServiceHarness {
                $0.recordsChanges = true
                change(&$0)
            }
            teams = try harness.service.createTable(
                [
                    "name": "Teams",
                    "fields": [
                        ["name": "Name", "type": "singleLineText"], ["name": "Changed", "type": "lastModifiedTime"],
                    ],
                ], in: ServiceHarness.base)
            for (name, table) in [("Squad", teams), ("Boss", harness.tableID)] {
                let made = try harness.send(
                    .post, "/v0/meta/bases/\(ServiceHarness.base)/tables/\(harness.tableID)/fields",
                    [
                        "name": .string(name), "type": "multipleRecordLinks",
                        "options": ["linkedTableId": .string(table.rawValue)],
                    ])
                #expect(made.status == 200, "\(made.body)")
            }
        }

        mutating func teams(_ rows: [JSONObject]) throws -> [RecordID] {
            try harness.service.insert(rows, into: "Teams", in: ServiceHarness.base, at: harness.now)
        }

        func cells(_ table: String, _ field: String) throws -> [JSONValue?] {
            try harness.service.records(of: table, in: ServiceHarness.base).map { $0.cells[field] }
        }

        /// Everything there is, without the order of the ends.
        func everything() throws -> [String: [MockRecord]] {
            try Dictionary(
                uniqueKeysWithValues: ["People", "Teams"].map {
                    ($0, try harness.service.records(of: $0, in: ServiceHarness.base))
                })
        }
    }

    @Test("A link field made by the API gets a field that leads back, named after its table (7.4, 7.5)")
    func schema() throws {
        var links = try Links()
        let base = ServiceHarness.base.rawValue
        var tables = try links.harness.send(.get, "/v0/meta/bases/\(base)/tables").body["tables"]?.arrayValue ?? []
        let squad = try #require(tables[0]["fields"]?.arrayValue?.first { $0["name"] == "Squad" })
        let people = try #require(tables[1]["fields"]?.arrayValue?.first { $0["name"] == "People" })
        #expect(
            squad["options"]
                == [
                    "linkedTableId": .string(links.teams.rawValue), "isReversed": false,
                    "prefersSingleRecordLink": false, "inverseLinkFieldId": people["id"] ?? .null,
                ])
        #expect(people["options"]?["linkedTableId"] == .string(links.harness.tableID.rawValue))
        #expect(people["options"]?["inverseLinkFieldId"] == squad["id"])
        let boss = try #require(tables[0]["fields"]?.arrayValue?.first { $0["name"] == "Boss" })
        #expect(boss["options"]?.objectValue?.names == ["linkedTableId", "isReversed", "prefersSingleRecordLink"])

        let draft: JSONValue = [
            "name": "Games",
            "fields": [
                ["name": "Name", "type": "singleLineText"],
                [
                    "name": "Home", "type": "multipleRecordLinks",
                    "options": ["linkedTableId": .string(links.teams.rawValue)],
                ],
                [
                    "name": "Away", "type": "multipleRecordLinks",
                    "options": ["linkedTableId": .string(links.teams.rawValue)],
                ],
            ],
        ]
        #expect(try links.harness.send(.post, "/v0/meta/bases/\(base)/tables", draft).status == 200)
        tables = try links.harness.send(.get, "/v0/meta/bases/\(base)/tables").body["tables"]?.arrayValue ?? []
        #expect(
            tables[1]["fields"]?.arrayValue?.map { $0["name"] } == ["Name", "Changed", "People", "Games", "Games 2"])
    }

    @Test(
        "A link field needs a table of the base, and nothing that the service decides",
        arguments: [
            (nil, "X.options is missing"), ([:], "X.options.linkedTableId is missing"),
            (["linkedTableId": "tblAAAAAAAAAAAAAA"], "X.options.linkedTableId is invalid"),
            (["linkedTableId": "Teams"], "X.options.linkedTableId is invalid"),
            (["linkedTableId": "$", "isReversed": false], "X.options.isReversed is not allowed"),
            (
                ["linkedTableId": "$", "prefersSingleRecordLink": true],
                "X.options.prefersSingleRecordLink is not allowed"
            ),
            (["linkedTableId": "$", "viewIdForRecordSelection": "x"], "X.options.viewIdForRecordSelection is invalid"),
        ] as [(JSONObject?, String)])
    func badOptions(options: JSONObject?, problem: String) throws {
        var links = try Links()
        var options = options
        if options?["linkedTableId"] == "$" { options?["linkedTableId"] = .string(links.teams.rawValue) }
        var draft: JSONObject = ["name": "X", "type": "multipleRecordLinks"]
        draft["options"] = options.map(JSONValue.object)
        let before = links.harness.service.schema(of: ServiceHarness.base)
        let answer = try links.harness.send(
            .post, "/v0/meta/bases/\(ServiceHarness.base)/tables/\(links.harness.tableID)/fields", .object(draft))
        let message = "Invalid options for People.X: Failed schema validation: \(problem)"
        #expect(answer == .init(status: 422, body: refusal("INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE", message)))
        #expect(links.harness.service.schema(of: ServiceHarness.base) == before)
    }

    @Test("Links are kept as written, once each, and the other end follows every change (4.7)")
    func bothEnds() throws {
        var links = try Links()
        let teams = try links.teams([["Name": "Red"], ["Name": "Blue"]]).map { JSONValue.string($0.rawValue) }
        #expect(
            try links.harness.written(.array([teams[1], teams[0], teams[1]]), to: "Squad")
                == .cell(.array([teams[1], teams[0]])))
        #expect(try links.harness.written(.array([teams[0]]), to: "Squad") == .cell(.array([teams[0]])))
        let people = try links.harness.records().map { JSONValue.string($0.id.rawValue) }
        #expect(try links.cells("Teams", "People") == [.array([people[0], people[1]]), .array([people[0]])])
        // From the other side.
        let path = "/v0/\(ServiceHarness.base)/Teams/\(teams[1].stringValue ?? "")"
        _ = try links.harness.send(.patch, path, ["fields": ["People": [people[1]]]])
        #expect(try links.cells("People", "Squad") == [.array([teams[0]]), .array([teams[0], teams[1]])])
        for clearing in [[], .null] as [JSONValue] {
            _ = try links.harness.people(
                .patch, "/\(people[1].stringValue ?? "")", ["fields": ["Squad": clearing]])
            #expect(try links.cells("Teams", "People") == [.array([people[0]]), nil])
            _ = try links.harness.people(.patch, "/\(people[1].stringValue ?? "")", ["fields": ["Squad": [teams[1]]]])
        }
        // PUT clears what it does not mention.
        _ = try links.harness.people(.put, "/\(people[1].stringValue ?? "")", ["fields": ["Name": "x"]])
        #expect(try links.cells("Teams", "People") == [.array([people[0]]), nil])
    }

    @Test("A deleted record vanishes from the cells that link to it, also where nothing leads back")
    func deletion() throws {
        var links = try Links()
        let teams = try links.teams([["Name": "Red"], ["Name": "Blue"]])
        let boss = try links.harness.insert([["Name": "Boss", "Squad": .array(teams.map { .string($0.rawValue) })]])[0]
        _ = try links.harness.insert([["Name": "a", "Boss": [.string(boss.rawValue)]]])
        let answer = try links.harness.send(.delete, "/v0/\(ServiceHarness.base)/Teams?records[]=\(teams[0])")
        #expect(answer.status == 200)
        #expect(try links.cells("People", "Squad") == [[.string(teams[1].rawValue)], nil])
        #expect(try links.harness.people(.delete, "/\(boss)").status == 200)
        #expect(try links.cells("People", "Boss") == [nil])
        #expect(try links.cells("Teams", "People") == [nil])
    }

    @Test("What is no id of a record of the linked table is refused (4.2)")
    func refusals() throws {
        var links = try Links()
        let person = try links.harness.insert([["Name": "a"]])[0]
        let missing = "recZZZZZZZZZZZZZZ"
        let rows: [(JSONValue, String, String)] = [
            ([.string(missing)], "ROW_DOES_NOT_EXIST", "Record ID \(missing) does not exist in this table"),
            (
                [.string(person.rawValue)], "ROW_TABLE_DOES_NOT_MATCH_LINKED_TABLE",
                "Record ID \(person) belongs to table \(links.harness.tableID), but the field links to table \(links.teams)"
            ),
            (["Red"], "INVALID_RECORD_ID", "Value \"Red\" is not a valid record ID."),
            ([["id": .string(missing)]], "INVALID_RECORD_ID", "Value \"[object Object]\" is not a valid record ID."),
            ([1], "INVALID_RECORD_ID", "Value \"1\" is not a valid record ID."),
            ([[1, .null, "a"]], "INVALID_RECORD_ID", "Value \"1,,a\" is not a valid record ID."),
            (.string(missing), "INVALID_VALUE_FOR_COLUMN", "Cannot parse value for field Squad"),
            (7, "INVALID_VALUE_FOR_COLUMN", "Field \"Squad\" cannot accept the provided value"),
        ]
        for (value, type, message) in rows {
            #expect(try links.harness.written(value, to: "Squad") == .refused(type, message))
        }
    }

    @Test("typecast takes names: the oldest record of the name, or a new one, once for the request (4.3)")
    func typecast() throws {
        var links = try Links()
        let teams = try links.teams([["Name": "Red"], ["Name": "Red"], ["Name": "red"]])
        let rows: JSONValue = [
            ["fields": ["Name": "a", "Squad": ["Red", .string(teams[1].rawValue), "New", "Red"]]],
            ["fields": ["Name": "b", "Squad": "New, Other"]], ["fields": ["Name": "c", "Squad": ""]],
        ]
        let answer = try links.harness.people(.post, "", ["records": rows, "typecast": true])
        #expect(answer.status == 200, "\(answer.body)")
        let all = try links.harness.service.records(of: "Teams", in: ServiceHarness.base)
        #expect(all.map { $0.cells["Name"] } == ["Red", "Red", "red", "New", "Other"])
        let ids = all.map { JSONValue.string($0.id.rawValue) }
        #expect(
            try links.cells("People", "Squad") == [.array([ids[0], ids[1], ids[3]]), .array([ids[3], ids[4]]), nil])
        #expect(all[3].cells["People"]?.arrayValue?.count == 2)
        #expect(answer.body["records"]?.arrayValue?.count == 3)
    }

    @Test("A request that fails changes no table, whatever it was to make on the way (3.6, 12 #26)")
    func atomicity() throws {
        var links = try Links { $0.sizes.recordsPerBase = 4 }
        let team = try links.teams([["Name": "Red"]])[0]
        let person = try links.harness.insert([["Name": "a", "Squad": [.string(team.rawValue)]]])[0]
        let before = try links.everything()
        _ = links.harness.service.takeChanges()
        let good: JSONValue = ["fields": ["Squad": ["New"]]]
        let id = JSONValue.string(person.rawValue)
        let bodies: [(HTTPRequest.Method, JSONValue)] = [
            (.post, ["records": [good, ["fields": ["Qty": "x"]]], "typecast": true]),
            (.post, ["records": [good, good, ["fields": ["Squad": ["Other"]]]], "typecast": true]),
            (
                .patch,
                [
                    "records": [
                        ["id": id, "fields": ["Squad": ["New"]]], ["id": "recZZZZZZZZZZZZZZ", "fields": [:]],
                    ],
                    "typecast": true,
                ]
            ),
            (.patch, ["records": [["id": id, "fields": ["Squad": []]], ["id": id, "fields": ["Boss": ["x"]]]]]),
        ]
        for (method, body) in bodies {
            #expect(try links.harness.people(method, "", body).status == 422)
            #expect(try links.everything() == before)
            #expect(links.harness.service.takeChanges().isEmpty)
        }
    }

    @Test("The record at the other end keeps its modified time, or gets the writer's if so configured")
    func modifiedTimes() throws {
        for option in [WriteOptions.LinkedRecord.leavesTime, .setsTime] {
            var links = try Links { $0.writes.linkedRecord = option }
            let team = try links.teams([["Name": "Red"]])[0]
            links.harness.now = links.harness.now + .seconds(60)
            let person = try links.harness.insert([["Squad": [.string(team.rawValue)]]])[0]
            let time = { try links.harness.service.records(of: "Teams", in: ServiceHarness.base)[0].modifiedTime }
            #expect(try time() == (option == .leavesTime ? nil : links.harness.now))
            links.harness.now = links.harness.now + .seconds(60)
            #expect(try links.harness.people(.delete, "/\(person)").status == 200)
            #expect(try time() == (option == .leavesTime ? nil : links.harness.now))
            // A write that links what is linked already does nothing to either end.
            #expect(try links.cells("Teams", "People") == [nil])
        }
    }

    @Test("Formulas, sorts and texts see the names of linked records (9.4)")
    func names() throws {
        var links = try Links()
        let teams = try links.teams([["Name": "Red"], ["Name": "Blue"], [:]]).map { JSONValue.string($0.rawValue) }
        _ = try links.harness.insert([
            ["Name": "a", "Squad": [teams[0], teams[1]]], ["Name": "b", "Squad": [teams[1]]],
            ["Name": "c", "Squad": [teams[2]]], ["Name": "d"],
        ])
        let formulas: [(String, JSONValue)] = [
            ("{Squad}='Red, Blue'", ["a"]), ("FIND('Blue',{Squad})", ["a", "b"]), ("{Squad}", ["a", "b", "c"]),
            ("{Squad}=''", ["c", "d"]), ("ARRAYJOIN({Squad},'/')='Red/Blue'", ["a"]),
        ]
        for (formula, expected) in formulas {
            let answer = try links.harness.people(
                .post, "/listRecords", ["filterByFormula": .string(formula), "sort": [["field": "Name"]]])
            #expect(
                answer.body["records"]?.arrayValue?.map { $0["fields"]?["Name"] } == expected.arrayValue, "\(formula)")
        }
        let sorted = try links.harness.people(
            .post, "/listRecords", ["sort": [["field": "Squad"], ["field": "Name"]]])
        #expect(sorted.body["records"]?.arrayValue?.map { $0["fields"]?["Name"] } == ["d", "c", "b", "a"])
        let text = try links.harness.people(
            .get, "?cellFormat=string&timeZone=utc&userLocale=en-gb&sort[0][field]=Name")
        #expect(text.body["records"]?.arrayValue?[0]["fields"]?["Squad"] == "Red, Blue")
    }

    @Test("After any requests both ends agree, and a store has all of it", arguments: 1...10 as ClosedRange<UInt64>)
    func property(seed: UInt64) throws {
        var links = try Links()
        var generator = SeededGenerator(seed: seed)
        var changes = links.harness.service.takeChanges()
        for _ in 0..<80 {
            let people = try links.harness.records().map(\.id.rawValue)
            let teams = try links.harness.service.records(of: "Teams", in: ServiceHarness.base).map(\.id.rawValue)
            let names = teams + people.prefix(1) + ["Red", "Blue", "recZZZZZZZZZZZZZZ"]
            func some(_ all: [String]) -> JSONValue {
                .array(
                    (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ in
                        all.randomElement(using: &generator).map(JSONValue.string)
                    })
            }
            let typecast = JSONValue.bool(Bool.random(using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: _ = try links.harness.people(.post, "", ["fields": ["Squad": some(names)], "typecast": typecast])
            case 1:
                let rows = people.prefix(3).map { id -> JSONValue in
                    ["id": .string(id), "fields": ["Squad": some(names), "Boss": some(people)]]
                }
                _ = try links.harness.people(.patch, "", ["records": .array(rows), "typecast": typecast])
            case 2:
                if let id = people.randomElement(using: &generator) { _ = try links.harness.people(.delete, "/\(id)") }
            case 3:
                if let id = teams.randomElement(using: &generator) {
                    _ = try links.harness.send(.delete, "/v0/\(ServiceHarness.base)/Teams/\(id)")
                }
            case 4:
                if let id = teams.randomElement(using: &generator) {
                    _ = try links.harness.send(
                        .put, "/v0/\(ServiceHarness.base)/Teams/\(id)", ["fields": ["People": some(people)]])
                }
            default:
                _ = try links.harness.send(
                    .post, "/v0/\(ServiceHarness.base)/Teams", ["fields": ["People": some(people)]])
            }
            changes += links.harness.service.takeChanges()
        }
        func ends(_ table: String, _ field: String) throws -> Set<[String]> {
            var ends: Set<[String]> = []
            for record in try links.harness.service.records(of: table, in: ServiceHarness.base) {
                for other in record.cells[field]?.arrayValue ?? [] {
                    ends.insert([record.id.rawValue, other.stringValue ?? ""])
                }
            }
            return ends
        }
        let forth = try ends("People", "Squad")
        #expect(forth == Set(try ends("Teams", "People").map { [$0[1], $0[0]] }), "seed \(seed)")
        let people = Set(try links.harness.records().map(\.id.rawValue))
        #expect(try ends("People", "Boss").allSatisfy { people.contains($0[1]) }, "seed \(seed)")
        var copy = links
        copy.harness.service = AirtableService()
        for change in changes { copy.harness.service.restore(change) }
        #expect(try copy.everything() == (try links.everything()), "seed \(seed)")
    }
}
