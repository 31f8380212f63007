import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// airtable-api.md 7.
@Suite struct ServiceSchemaTests {
    private static let base = ServiceHarness.base.rawValue
    private static let invalid = refusal(
        "INVALID_REQUEST_UNKNOWN", "Invalid request: parameter validation failed. Check your request data.")

    @Test("A made table reads back with the options it was made with, and one grid view (7.3 to 7.5)")
    func createTable() throws {
        var harness = try ServiceHarness()
        let draft: JSONValue = [
            "name": "Orders", "description": "All of them",
            "fields": [
                ["name": "Title", "type": "singleLineText", "description": "d"],
                ["name": "N", "type": "number", "options": ["precision": 8]],
                ["name": "C", "type": "currency", "options": ["precision": 0, "symbol": "€"]],
                ["name": "S", "type": "singleSelect", "options": ["choices": [["name": "a"], ["name": "b"]]]],
                ["name": "D", "type": "date", "options": ["dateFormat": ["name": "european"]]],
                [
                    "name": "T", "type": "dateTime",
                    "options": [
                        "dateFormat": ["name": "us", "format": "M/D/YYYY"], "timeFormat": ["name": "12hour"],
                        "timeZone": "Europe/Berlin",
                    ],
                ],
            ],
        ]
        let made = try harness.send(.post, "/v0/meta/bases/\(Self.base)/tables", draft)
        #expect(made.status == 200, "\(made.body)")
        let fields = try #require(made.body["fields"]?.arrayValue)
        #expect(made.body["primaryFieldId"] == fields[0]["id"])
        #expect(fields[0].objectValue?.names == ["id", "name", "type", "description"])
        #expect(fields[1]["options"] == ["precision": 8])
        #expect(fields[2]["options"] == ["precision": 0, "symbol": "€"])
        let choices = try #require(fields[3]["options"]?["choices"]?.arrayValue)
        #expect(choices.map { $0["name"] } == ["a", "b"])
        #expect(choices.allSatisfy { $0.objectValue?.names == ["id", "name", "color"] })
        #expect(fields[4]["options"] == ["dateFormat": ["name": "european", "format": "D/M/YYYY"]])
        #expect(
            fields[5]["options"]
                == [
                    "dateFormat": ["name": "us", "format": "M/D/YYYY"],
                    "timeFormat": ["name": "12hour", "format": "h:mma"], "timeZone": "Europe/Berlin",
                ])
        let read = try harness.send(.get, "/v0/meta/bases/\(Self.base)/tables")
        #expect(read.body["tables"]?.arrayValue?.last == made.body)
        let view = try #require(made.body["views"]?.arrayValue?.first)
        #expect(view.objectValue?.names == ["id", "name", "type"])
        #expect(view["name"] == "Grid view" && view["type"] == "grid")
        for query in ["include[]=visibleFieldIds", "include=visibleFieldIds"] {
            let read = try harness.send(.get, "/v0/meta/bases/\(Self.base)/tables?\(query)")
            let visible = read.body["tables"]?.arrayValue?.last?["views"]?.arrayValue?[0]["visibleFieldIds"]
            #expect(visible == .array(fields.compactMap { $0["id"] }))
        }
        #expect(try harness.send(.get, "/v0/meta/bases/\(Self.base)/tables?include[]=x").body == Self.invalid)
    }

    @Test(
        "A field without the options that its type requires is refused (7.4)",
        arguments: [
            ("number", nil, "X.options is missing"), ("number", [:], "X.options.precision is missing"),
            ("number", ["precision": 9], "X.options.precision is invalid"),
            ("currency", ["precision": 2], "X.options.symbol is missing"),
            ("duration", ["durationFormat": "mm"], "X.options.durationFormat is invalid"),
            ("rating", ["icon": "star", "max": 11, "color": "yellowBright"], "X.options.max is invalid"),
            ("checkbox", nil, "X.options is missing"), ("checkbox", ["icon": "check"], "X.options.color is missing"),
            ("checkbox", ["icon": "check", "color": "greenLight1"], "X.options.color is invalid"),
            ("singleSelect", [:], "X.options.choices is missing"),
            (
                "multipleSelects", ["choices": [["name": "a"], ["name": "a"]]],
                "X.options.choices must have different names that are not empty"
            ),
            ("date", [:], "X.options.dateFormat is missing"),
            ("date", ["dateFormat": ["name": "iso", "format": "l"]], "X.options.dateFormat is invalid"),
            (
                "dateTime", ["dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"]],
                "X.options.timeZone is missing"
            ),
            (
                "dateTime", ["dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"], "timeZone": "UTC"],
                "X.options.timeZone is invalid"
            ),
            (
                "dateTime",
                ["dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"], "timeZone": "../../etc/passwd"],
                "X.options.timeZone is invalid"
            ),
            ("email", ["precision": 1], "X.options is not allowed for email fields"),
        ] as [(String, JSONValue?, String)])
    func options(type: String, options: JSONValue?, problem: String) throws {
        var harness = try ServiceHarness()
        var draft: JSONObject = ["name": "X", "type": .string(type)]
        draft["options"] = options
        let answer = try harness.send(
            .post, "/v0/meta/bases/\(Self.base)/tables/\(harness.tableID)/fields", .object(draft))
        let message = "Invalid options for People.X: Failed schema validation: \(problem)"
        #expect(answer == .init(status: 422, body: refusal("INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE", message)))
    }

    @Test(
        "Types that cannot be made are named in the refusal; unknown types fail validation (6.2)",
        arguments: ["formula", "autoNumber", "createdTime", "rollup", "createdBy", "button"])
    func unsupported(type: String) throws {
        var harness = try ServiceHarness()
        let fields = "/v0/meta/bases/\(Self.base)/tables/\(harness.tableID)/fields"
        let message = "Invalid options for People.X: Creating \(type) fields is not supported at this time"
        #expect(
            try harness.send(.post, fields, ["name": "X", "type": .string(type)])
                == .init(status: 422, body: refusal("UNSUPPORTED_FIELD_TYPE_FOR_CREATE", message)))
        #expect(try harness.send(.post, fields, ["name": "X", "type": "longText"]).body == Self.invalid)
    }

    @Test("Names are unique without regard to case, and not empty (7.5)")
    func names() throws {
        var harness = try ServiceHarness()
        let tables = "/v0/meta/bases/\(Self.base)/tables"
        let fields = "\(tables)/\(harness.tableID)/fields"
        for name in ["Email", "EMAIL", "", "  "] {
            let answer = try harness.send(.post, fields, ["name": .string(name), "type": "email"])
            #expect(answer.status == 422)
            #expect(answer.body["error"]?["type"] == "DUPLICATE_OR_EMPTY_FIELD_NAME", "\(name)")
        }
        let twice: JSONValue = [["name": "a", "type": "email"], ["name": "A", "type": "email"]]
        #expect(
            try harness.send(.post, tables, ["name": "T", "fields": twice]).body["error"]?["type"]
                == "DUPLICATE_OR_EMPTY_FIELD_NAME")
        let one: JSONValue = [["name": "a", "type": "email"]]
        #expect(
            try harness.send(.post, tables, ["name": "pEOPLE", "fields": one]).body["error"]?["type"]
                == "DUPLICATE_TABLE_NAME")
        for body in [["name": "T", "fields": []], ["name": "", "fields": one], ["fields": one], ["name": "T"]]
            as [JSONValue]
        {
            #expect(try harness.send(.post, tables, body) == .init(status: 422, body: Self.invalid))
        }
        let checkbox: JSONValue = [
            ["name": "a", "type": "checkbox", "options": ["icon": "check", "color": "greenBright"]]
        ]
        #expect(try harness.send(.post, tables, ["name": "T", "fields": checkbox]).body == Self.invalid)
    }

    @Test("A made field takes values at once; a renamed one keeps its cells under the new name")
    func createAndRenameField() throws {
        var harness = try ServiceHarness()
        let fields = "/v0/meta/bases/\(Self.base)/tables/\(harness.tableID)/fields"
        let made = try harness.send(.post, fields, ["name": "Extra", "type": "number", "options": ["precision": 0]])
        #expect(made.body.objectValue?.names == ["id", "name", "type", "options"])
        let id = try #require(made.body["id"]?.stringValue)
        #expect(try harness.written(5, to: "Extra") == .cell(5))
        let renamed = try harness.send(.patch, "\(fields)/\(id)", ["name": "More", "description": "d"])
        #expect(renamed.body["name"] == "More" && renamed.body["description"] == "d")
        #expect(try harness.column("More") == [5])
        #expect(try harness.written(5, to: "Extra") == .refused("UNKNOWN_FIELD_NAME", "Unknown field name: \"Extra\""))
        #expect(try harness.send(.patch, "\(fields)/\(id)", ["name": "email"]).status == 422)
        #expect(try harness.send(.patch, "\(fields)/\(id)", ["name": "MORE"]).status == 200)
    }

    @Test("A renamed table is found by its new name only")
    func renameTable() throws {
        var harness = try ServiceHarness()
        let renamed = try harness.send(
            .patch, "/v0/meta/bases/\(Self.base)/tables/People", ["name": "Folk", "description": "x"])
        #expect(renamed.body["name"] == "Folk" && renamed.body["id"] == .string(harness.tableID.rawValue))
        #expect(try harness.send(.get, "/v0/\(Self.base)/Folk").status == 200)
        #expect(try harness.people(.get).status == 403)
    }

    @Test("A table holds 500 fields (5.3)")
    func fieldLimit() throws {
        var harness = try ServiceHarness()
        let tables = "/v0/meta/bases/\(Self.base)/tables"
        func drafts(_ count: Int) -> JSONValue {
            .array((0..<count).map { ["name": .string("f\($0)"), "type": "email"] })
        }
        #expect(try harness.send(.post, tables, ["name": "T", "fields": drafts(501)]).status == 422)
        #expect(try harness.send(.post, tables, ["name": "T", "fields": drafts(500)]).status == 200)
        #expect(try harness.send(.post, "\(tables)/T/fields", ["name": "x", "type": "email"]).status == 422)
    }

    @Test("A base is made with its tables; without a workspace the service says Server error (7.5)")
    func createBase() throws {
        var harness = try ServiceHarness()
        let tables: JSONValue = [["name": "T", "fields": [["name": "a", "type": "email"]]]]
        #expect(
            try harness.send(.post, "/v0/meta/bases", ["name": "B", "tables": tables])
                == .init(status: 422, body: refusal("INVALID_REQUEST", "Server error")))
        let made = try harness.send(
            .post, "/v0/meta/bases", ["name": "B", "workspaceId": "wspAAAAAAAAAAAAAA", "tables": tables])
        let id = try #require(made.body["id"]?.stringValue)
        #expect(try harness.send(.get, "/v0/meta/bases/\(id)/tables").body["tables"] == made.body["tables"])
    }
}
