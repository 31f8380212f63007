import HTTPTypes
import JSONText
import TableModel
import Testing

@testable import MockAirtable

/// airtable-api.md 4.1 to 4.5 and 12 #19 to #27.
@Suite struct ServiceValueTests {
    typealias Row = (field: String, value: JSONValue, cell: JSONValue?)

    private static func notAccepted(_ field: String) -> ServiceHarness.Written {
        .refused("INVALID_VALUE_FOR_COLUMN", "Field \"\(field)\" cannot accept the provided value")
    }

    static let accepted: [Row] = [
        ("Name", "Ada", "Ada"), ("Name", "", nil), ("Name", .null, nil),
        // 4.5: line breaks and tabs become spaces, outer and inner spaces stay (#19), nothing is composed.
        ("Name", "line1\nline2", "line1 line2"), ("Name", "a\r\nb\tc", "a b c"), ("Name", "  a  b ", "  a  b "),
        ("Name", "e\u{301}\u{200B}🎈", "e\u{301}\u{200B}🎈"),
        ("Notes", "a\nb \n\n", "a\nb"), ("Notes", "a\r\nb", "a\r\nb"), ("Notes", " \n", nil),
        ("Story", "one", "one\n"), ("Story", "* a  \n* b\n\n", "- a\n- b\n"), ("Story", "", nil),
        ("Email", "not an address", "not an address"), ("Site", " x ", " x "), ("Phone", "+1", "+1"),
        ("Qty", 3, 3), ("Qty", 0, 0), ("Qty", 0.1234567890123456, 0.1234567890123456), ("Qty", .null, nil),
        ("Qty", .number(JSONNumber(9_007_199_254_740_993 as Int64)), 9_007_199_254_740_992),
        ("Price", -1.5, -1.5), ("Share", 0.5, 0.5), ("Time", 90.5, 90.5), ("Stars", 5, 5), ("Stars", .null, nil),
        ("Done", true, true), ("Done", false, nil), ("Done", .null, nil),
        ("Status", "Busy", "Busy"), ("Status", .null, nil),
        ("Tags", ["blue", "red"], ["blue", "red"]), ("Tags", [], nil), ("Tags", .null, nil),
        ("Tags", ["red", "red"], ["red"]),
        ("Due", "2024-02-29", "2024-02-29"), ("Due", "0100-01-01", "0100-01-01"), ("Due", "9999-12-31", "9999-12-31"),
        ("Seen", "2020-09-05T07:00:00.000Z", "2020-09-05T07:00:00.000Z"),
        ("Seen", "2020-09-05T07:00:00+02:00", "2020-09-05T05:00:00.000Z"),
        ("Seen", "2020-09-05T07:00:00.1239Z", "2020-09-05T07:00:00.123Z"),
        ("Seen", "2020-09-08", "2020-09-08T00:00:00.000Z"), ("Seen", "2020-09-08T10:11", "2020-09-08T10:11:00.000Z"),
        ("Seen", 1_599_289_200_123, "2020-09-05T07:00:00.123Z"), ("Seen", .null, nil),
    ]

    @Test("What is written without typecast reads back as the field's type has it", arguments: accepted)
    func written(row: Row) throws {
        var harness = try ServiceHarness()
        #expect(try harness.written(row.value, to: row.field) == .cell(row.cell))
        // Absent in the table too, not only in the answer.
        #expect(try harness.column(row.field) == [row.cell])
    }

    static let refused: [(String, JSONValue)] = [
        ("Name", 1), ("Name", true), ("Name", ["a"]), ("Name", ["a": 1]), ("Notes", 1), ("Story", 1), ("Email", 1),
        ("Qty", "3"), ("Qty", ""), ("Qty", true), ("Qty", [1]), ("Price", "$5"), ("Share", "50%"), ("Time", "1:30"),
        ("Stars", 0), ("Stars", 6), ("Stars", 1.5), ("Stars", "3"),
        ("Done", ""), ("Done", "true"), ("Done", 1),
        ("Status", 1), ("Tags", 1),
        ("Due", ""), ("Due", "2024-02-30"), ("Due", "2023-02-29"), ("Due", "2024-13-01"), ("Due", "24-01-01"),
        ("Due", "2024-01-31T10:00:00.000Z"), ("Due", "1/31/2024"), ("Due", 5), ("Due", "soon"),
        ("Seen", ""), ("Seen", "3/4/2024"), ("Seen", "2024-01-31T25:00Z"), ("Seen", "2024-01-31 10:00"), ("Seen", true),
    ]

    @Test("A value of the wrong type is refused without typecast (4.2)", arguments: refused)
    func wrongType(field: String, value: JSONValue) throws {
        var harness = try ServiceHarness()
        #expect(try harness.written(value, to: field) == Self.notAccepted(field))
        #expect(try harness.records().isEmpty)
    }

    @Test("A number beyond a double is refused")
    func infinity() throws {
        var harness = try ServiceHarness()
        let huge = try JSONValue(parsing: "1e999")
        #expect(try harness.written(huge, to: "Qty") == Self.notAccepted("Qty"))
    }

    @Test("A value of the wrong structure for a select cannot be parsed (4.2)")
    func wrongStructure() throws {
        var harness = try ServiceHarness()
        let expected: (String) -> ServiceHarness.Written = {
            .refused("INVALID_VALUE_FOR_COLUMN", "Cannot parse value for field \($0)")
        }
        #expect(try harness.written("red", to: "Tags") == expected("Tags"))
        #expect(try harness.written([["name": "red"]], to: "Tags") == expected("Tags"))
        #expect(try harness.written(["name": "Open"], to: "Status") == expected("Status"))
    }

    @Test("An unknown choice is refused without typecast, and with it for users who may not alter fields (4.2)")
    func unknownChoice() throws {
        var harness = try ServiceHarness {
            $0.access.tokens = [ServiceToken("patTEST"), ServiceToken("editor", role: .edit)]
        }
        let message = "Insufficient permissions to create new select option \"\"New\"\""
        let expected = ServiceHarness.Written.refused("INVALID_MULTIPLE_CHOICE_OPTIONS", message)
        #expect(try harness.written("New", to: "Status") == expected)
        #expect(
            try harness.written("open", to: "Status")
                == .refused(
                    "INVALID_MULTIPLE_CHOICE_OPTIONS",
                    "Insufficient permissions to create new select option \"\"open\"\""))
        #expect(try harness.written(["red", "New"], to: "Tags") == expected)
        #expect(
            try harness.written("", to: "Status")
                == .refused(
                    "INVALID_MULTIPLE_CHOICE_OPTIONS", "Insufficient permissions to create new select option \"\"\"\""))
        let body: JSONValue = ["fields": ["Status": "New"], "typecast": true]
        let edited = try harness.send(.post, "/v0/\(ServiceHarness.base)/People", body, token: "editor")
        #expect(edited.body == refusal("INVALID_MULTIPLE_CHOICE_OPTIONS", message))

        var escaped = try ServiceHarness { $0.errors.choiceQuotes = .escaped }
        #expect(
            try escaped.written("New", to: "Status")
                == .refused(
                    "INVALID_MULTIPLE_CHOICE_OPTIONS",
                    "Insufficient permissions to create new select option \"\\\"New\\\"\""))
    }

    static let typecast: [Row] = [
        ("Name", 1.50, "1.5"), ("Name", true, "true"), ("Qty", "42", 42), ("Qty", " 42.5 ", 42.5),
        ("Qty", "1,234", 1234), ("Qty", "-1e3", -1000), ("Qty", "", nil), ("Price", "$1,234.50", 1234.5),
        ("Price", "-$5", -5), ("Share", "50%", 0.5), ("Share", "12.5 %", 0.125), ("Share", "0.5", 0.5),
        ("Time", "1:30", 5400), ("Time", "1:02:03.5", 3723.5), ("Time", "90", 90), ("Time", "-0:30", -1800),
        ("Stars", "3", 3), ("Stars", "", nil), ("Done", "true", true), ("Done", "Checked", true), ("Done", "1", true),
        ("Done", "no", nil), ("Done", "", nil),
        ("Status", "Open", "Open"), ("Status", "New", "New"), ("Status", "", nil), ("Status", "open", "open"),
        ("Tags", "red, New ,red", ["red", "New"]), ("Tags", ["New"], ["New"]), ("Tags", "", nil),
        ("Due", "2024-01-31", "2024-01-31"), ("Due", "2024-01-31T23:00:00.000Z", "2024-01-31"),
        ("Due", "1/31/2024", "2024-01-31"), ("Due", "", nil),
        ("Seen", "2024-01-31 10:00", "2024-01-31T10:00:00.000Z"), ("Seen", "1/31/2024", "2024-01-31T00:00:00.000Z"),
        ("Seen", "1/31/2024 1:05pm", "2024-01-31T13:05:00.000Z"),
        ("Seen", "1/31/2024 12:05 AM", "2024-01-31T00:05:00.000Z"),
    ]

    @Test("typecast converts texts as 12 #24 says, and makes choices", arguments: typecast)
    func converted(row: Row) throws {
        var harness = try ServiceHarness()
        #expect(try harness.written(row.value, to: row.field, typecast: true) == .cell(row.cell))
    }

    @Test(
        "typecast refuses what it cannot read (4.3)",
        arguments: [
            ("Qty", "abc"), ("Qty", "$5"), ("Qty", "50%"), ("Qty", "1:30"), ("Qty", "0x10"), ("Qty", "nan"),
            ("Price", "5€"), ("Share", "%"), ("Time", "1:60"), ("Stars", "6"), ("Stars", "0"), ("Done", "maybe"),
            ("Due", "soon"), ("Due", "2/30/2024"), ("Due", "31/1/2024"), ("Seen", "1/31/2024 13:05pm"),
            ("Qty", true), ("Done", 1), ("Status", 1), ("Due", 5),
        ] as [(String, JSONValue)])
    func unconvertible(field: String, value: JSONValue) throws {
        var harness = try ServiceHarness()
        #expect(try harness.written(value, to: field, typecast: true) == Self.notAccepted(field))
    }

    @Test("A typecast choice is appended with an id and the next colour, and found by later writes (4.3, 4.8)")
    func newChoice() throws {
        var harness = try ServiceHarness()
        for _ in 0..<2 {
            #expect(try harness.written("New", to: "Status", typecast: true) == .cell("New"))
        }
        #expect(try harness.written("New", to: "Status") == .cell("New"))
        let fields = try #require(harness.service.schema(of: ServiceHarness.base)?["tables"]?.arrayValue?[0]["fields"])
        let status = try #require(fields.arrayValue?.first { $0["name"] == "Status" })
        let choices = try #require(status["options"]?["choices"]?.arrayValue)
        #expect(choices.map { $0["name"] } == ["Open", "Busy", "Closed", "New"])
        #expect(choices.map { $0["color"] } == ["blueLight2", "redBright", "tealLight2", "greenLight2"])
        #expect(choices.allSatisfy { $0["id"]?.stringValue.map(ChoiceID.isWellFormed) == true })
        #expect(Set(choices.map { $0["id"] }).count == 4)
    }

    @Test("A choice made by a request that fails is not kept (12 #26)")
    func rolledBackChoice() throws {
        var harness = try ServiceHarness()
        let before = harness.service.schema(of: ServiceHarness.base)
        let answer = try harness.people(
            .post, "",
            ["typecast": true, "records": [["fields": ["Status": "New"]], ["fields": ["Qty": "x"]]]])
        #expect(answer.status == 422)
        #expect(harness.service.schema(of: ServiceHarness.base) == before)
    }

    @Test("Clearing a rich text that had content leaves a line break (4.1)")
    func clearedRichText() throws {
        var harness = try ServiceHarness()
        let id = try harness.insert([["Story": "x"], [:]])[0]
        for method in [.patch, .put] as [HTTPRequest.Method] {
            let answer = try harness.people(method, "/\(id)", ["fields": ["Story": .null]])
            #expect(answer.body["fields"]?["Story"] == "\n")
        }
        #expect(try harness.column("Story") == ["\n", nil])
    }

    @Test("Local times are read in the field's own zone (4.4)")
    func zones() throws {
        var harness = try ServiceHarness()
        let rows: [(zone: JSONValue, written: JSONValue, read: JSONValue)] = [
            ("America/New_York", "2024-01-31T10:00:00", "2024-01-31T15:00:00.000Z"),
            ("America/New_York", "2024-07-31T10:00:00", "2024-07-31T14:00:00.000Z"),
            ("America/New_York", "2024-07-31", "2024-07-31T04:00:00.000Z"),
            ("America/New_York", "2024-07-31T10:00:00Z", "2024-07-31T10:00:00.000Z"),
            // Clocks skip 02:00 to 03:00 on 10 March 2024, and show 01:00 to 02:00 twice on 3 November.
            ("America/New_York", "2024-03-10T02:30", "2024-03-10T07:30:00.000Z"),
            ("America/New_York", "2024-11-03T01:30", "2024-11-03T05:30:00.000Z"),
            ("Asia/Kolkata", "2024-01-31T10:00", "2024-01-31T04:30:00.000Z"),
            ("client", "2024-01-31T10:00", "2024-01-31T10:00:00.000Z"),
        ]
        for (index, row) in rows.enumerated() {
            let field = "Z\(index)"
            let made = try harness.send(
                .post, "/v0/meta/bases/\(ServiceHarness.base)/tables/\(harness.tableID)/fields",
                [
                    "name": .string(field), "type": "dateTime",
                    "options": [
                        "dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"], "timeZone": row.zone,
                    ],
                ])
            #expect(made.status == 200, "\(made.body)")
            #expect(try harness.written(row.written, to: field) == .cell(row.read), "\(row)")
        }
    }

    @Test("The switches of values change what 12 #19, #21, #23 and #25 say")
    func switches() throws {
        var harness = try ServiceHarness {
            $0.values.trimsSingleLineText = true
            $0.values.textTakesScalars = true
            $0.values.emptyText = .clears
            $0.values.typecastChoices = .folded
            $0.values.ordersMultipleSelects = true
        }
        #expect(try harness.written("  a  b ", to: "Name") == .cell("a  b"))
        #expect(try harness.written(5, to: "Name") == .cell("5"))
        for field in ["Qty", "Status", "Tags", "Due", "Seen", "Done"] {
            #expect(try harness.written("", to: field) == .cell(nil), "\(field)")
        }
        #expect(try harness.written(" OPEN ", to: "Status", typecast: true) == .cell("Open"))
        #expect(try harness.written(["blue", "red"], to: "Tags") == .cell(["red", "blue"]))
    }

    @Test("Text beyond the limit of long text is refused (5.3)")
    func longText() throws {
        var harness = try ServiceHarness()
        let long = JSONValue.string(String(repeating: "x", count: 100_000))
        #expect(try harness.written(long, to: "Notes") == .cell(long))
        #expect(
            try harness.written(.string(String(repeating: "x", count: 100_001)), to: "Notes")
                == Self.notAccepted("Notes"))
    }
}
