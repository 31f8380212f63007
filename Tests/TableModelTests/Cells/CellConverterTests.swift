import JSONText
import Testing

@testable import TableModel

/// What each type makes of a source value; nil: it is refused.
struct CellConverterTests {
    typealias Case = (FieldSchema, FieldValue, FieldValue?)

    static let texts: [Case] = [
        (field(.singleLineText), "  kept  ", "  kept  "), (field(.singleLineText), "a\nb", "a\nb"),
        (field(.singleLineText), "   ", "   "), (field(.singleLineText), 1, "1"), (field(.singleLineText), 1.5, "1.5"),
        (field(.singleLineText), true, "true"), (field(.singleLineText), false, "false"),
        (field(.singleLineText), ["a", "b, c", 2], "a, \"b, c\", 2"),
        (field(.multilineText), .object(["b": 1, "a": .null]), #"{"b":1,"a":null}"#),
        (field(.multilineText), [["a"]], #"[["a"]]"#), (field(.email), "Ada@x.io ", "Ada@x.io "),
        (field(.phoneNumber), 49_301_234, "49301234"), (field(.url), "no address", "no address"),
        (field(.richText), "*x*", "*x*"), (field(FieldType("future")), "x", "x"),
        (field(FieldType("future")), .object(["a": 1]), .object(["a": 1])),
    ]

    static let numbers: [Case] = [
        (field(.number), "12.50", 12.5), (field(.number), 3, 3), (field(.number), "1e3", 1000),
        (field(.number), "1,234.50", 1234.5), (field(.number), "1,234", nil), (field(.number), "$5", nil),
        (field(.number), "12.5%", nil), (field(.number), true, nil), (field(.number), [1], nil),
        (field(.number), .number(.infinity), nil), (field(.number), .number(.nan), nil),
        (field(.number), "9007199254740993", nil),
        (field(.currency, ["symbol": "$"]), "$1,234.50", 1234.5), (field(.currency, ["symbol": "$"]), "-$5", -5),
        (field(.currency, ["symbol": "$"]), "$-5", -5), (field(.currency, ["symbol": "$"]), "$ 5", 5),
        (field(.currency, ["symbol": "€"]), "5 €", 5), (field(.currency, ["symbol": "CHF"]), "CHF5", 5),
        (field(.currency, ["symbol": "$"]), "-$-5", nil), (field(.currency, ["symbol": "$"]), "$", nil),
        (field(.currency, ["symbol": "$"]), "$5$", nil), (field(.currency, ["symbol": "$"]), "€5", nil),
        (field(.currency), "$5", nil), (field(.currency), "5", 5), (field(.currency, ["symbol": "$"]), 5, 5),
        (field(.percent), "12.5%", 0.125), (field(.percent), "12.5 %", 0.125), (field(.percent), "0.125", 0.125),
        (field(.percent), "1", 1), (field(.percent), "-1", -1), (field(.percent), "12.5", nil),
        (field(.percent), "1.01", nil), (field(.percent), "%", nil), (field(.percent), "5%%", nil),
        (field(.percent), 12.5, 12.5), (field(.percent), "150%", 1.5), (field(.percent), "7%", 0.07),
        (field(.rating, ["max": 5]), "5", 5), (field(.rating, ["max": 5]), 1, 1),
        (field(.rating, ["max": 5]), "6", nil),
        (field(.rating, ["max": 5]), 0, nil), (field(.rating, ["max": 5]), "2.5", nil), (field(.rating), 10, 10),
        (field(.rating), 11, nil), (field(.rating, ["max": 5]), -1, nil),
    ]

    private static let short = field(.duration, ["durationFormat": "h:mm"])
    private static let long = field(.duration, ["durationFormat": "h:mm:ss.S"])
    static let durations: [Case] = [
        (short, "1:30", 5400), (short, "1:30:15", 5415), (short, "90", 90), (short, 90.5, 90.5),
        (short, "-1:30", -5400),
        (short, "100:00", 360_000), (short, "0:00:00.001", 0.001), (short, "1:5", nil), (short, "1:60", nil),
        (short, "1:30:60", nil), (short, ":30", nil), (short, "1:30:", nil), (short, "1:30:15.", nil),
        (short, "--1:30", nil), (short, "1:30:15:00", nil), (short, "1h", nil), (short, "1:3a", nil),
        (short, "9999999999:00", nil), (short, "0:-1", nil), (short, true, nil), (long, "1:30", nil),
        (long, "0:01:30", 90), (long, "1:30:15.25", 5415.25), (field(.duration), "1:30", 5400),
    ]

    static let checkboxes: [Case] =
        ["true", "TRUE", " Yes ", "y", "t", "on", "1", "x", "X", "checked", "✓", "✔", "☑"].map {
            (field(.checkbox), .string($0), true)
        }
        + ["false", "No", "n", "f", "off", "0", "unchecked", "☐"].map { (field(.checkbox), .string($0), false) }
        + [
            (field(.checkbox), true, true), (field(.checkbox), false, false), (field(.checkbox), 1, true),
            (field(.checkbox), 0, false), (field(.checkbox), 2, nil), (field(.checkbox), "maybe", nil),
            (field(.checkbox), "2", nil), (field(.checkbox), [true], nil),
        ]

    private static let colour = selectField(.singleSelect, "Red", "Navy, dark", "é", "5")
    private static let tags = selectField(.multipleSelects, "Red", "Green", "Navy, dark", "say \"hi\"", "é")
    static let choices: [Case] = [
        (colour, "Red", "Red"), (colour, " Red ", "Red"), (colour, "red", nil), (colour, "Navy, dark", "Navy, dark"),
        (colour, "e\u{301}", "é"), (colour, 5, "5"), (colour, ["Red"], nil), (colour, .object(["name": "Red"]), nil),
        (field(.singleSelect), "any", "any"), (selectField(.singleSelect), "any", nil),
        (tags, "Red, Green", ["Red", "Green"]), (tags, "Green,Red,Green", ["Green", "Red"]),
        (tags, ", Red,, ", ["Red"]),
        (tags, "\"Navy, dark\", Red", ["Navy, dark", "Red"]), (tags, "Navy, dark", nil), (tags, "\"Red", nil),
        (tags, "\"Red\"x", nil), (tags, "say \"hi\"", ["say \"hi\""]), (tags, "\"say \"\"hi\"\"\"", ["say \"hi\""]),
        (tags, ["Red", "Navy, dark"], ["Red", "Navy, dark"]), (tags, ["Red", .null, ""], ["Red"]),
        (tags, [.null], .null),
        (tags, ",", .null), (tags, ["red"], nil), (tags, [["Red"]], nil), (tags, "Red", ["Red"]),
        (field(.multipleSelects), "a, b", ["a", "b"]), (field(.multipleSelects), [1, true], ["1", "true"]),
    ]

    private static let utc = field(.dateTime, ["timeZone": "utc"])
    private static let berlin = field(.dateTime, ["timeZone": "Europe/Berlin"])
    static let dates: [Case] = [
        (field(.date), "2026-03-01", "2026-03-01"), (field(.date), " 2026-03-01\n", "2026-03-01"),
        (field(.date), "2026-02-29", nil), (field(.date), "3/4/2024", nil), (field(.date), "2026-03-01T00:00:00Z", nil),
        (field(.date), 20_260_301, nil), (field(.date), "soon", nil), (field(.date), true, nil),
        (utc, "2026-03-01T09:30:00+02:00", "2026-03-01T07:30:00.000Z"),
        (utc, "2026-03-01 09:30", "2026-03-01T09:30:00.000Z"),
        (utc, "2026-03-01", "2026-03-01T00:00:00.000Z"), (utc, 0, "1970-01-01T00:00:00.000Z"),
        (utc, 1_599_289_200_000, "2020-09-05T07:00:00.000Z"), (utc, 0.5, nil), (utc, 1e300, nil),
        (utc, "1599289200000", nil),
        (utc, "3/4/2024 9:30", nil), (utc, "9999-12-31T23:00:00-02:00", nil), (utc, true, nil),
        (field(.dateTime, ["timeZone": "client"]), "2026-03-01T09:30", "2026-03-01T09:30:00.000Z"),
        (berlin, "2026-03-01T09:30", "2026-03-01T09:30:00.000"),
        (berlin, "2026-03-01T09:30Z", "2026-03-01T09:30:00.000Z"),
        (field(.dateTime), "2026-03-01T09:30", "2026-03-01T09:30:00.000"),
    ]

    private static let ids = ["recAAAAAAAAAAAAAA", "recBBBBBBBBBBBBBB"]
    static let objects: [Case] = [
        (field(.multipleRecordLinks), .string(ids[0]), [.string(ids[0])]),
        (field(.multipleRecordLinks), .string(" \(ids[1]) ,\(ids[0]),\(ids[1])"), [.string(ids[1]), .string(ids[0])]),
        (field(.multipleRecordLinks), [.string(ids[0])], [.string(ids[0])]), (field(.multipleRecordLinks), "Ada", nil),
        (field(.multipleRecordLinks), [.object(["id": "recAAAAAAAAAAAAAA"])], nil),
        (
            field(.multipleAttachments), "https://x.io/a,b HTTP://x.io/c",
            [
                .object(["url": "https://x.io/a,b"]), .object(["url": "HTTP://x.io/c"]),
            ]
        ),
        (
            field(.multipleAttachments), "https://x.io/a, https://x.io/b",
            [
                .object(["url": "https://x.io/a"]), .object(["url": "https://x.io/b"]),
            ]
        ),
        (field(.multipleAttachments), "cat.png", nil), (field(.multipleAttachments), "ftp://x.io/a", nil),
        (field(.multipleAttachments), #"[{"id":"att1","url":"https://x.io/a","size":3}]"#, [.object(["id": "att1"])]),
        (
            field(.multipleAttachments), .object(["url": "https://x.io/a", "filename": "a.png", "size": 1]),
            [
                .object(["url": "https://x.io/a", "filename": "a.png"])
            ]
        ),
        (field(.multipleAttachments), [.object(["filename": "a"])], nil), (field(.multipleAttachments), 1, nil),
        (field(.singleCollaborator), "ada@x.io", .object(["email": "ada@x.io"])),
        (field(.singleCollaborator), " usrAAAAAAAAAAAAAA ", .object(["id": "usrAAAAAAAAAAAAAA"])),
        (
            field(.singleCollaborator), .object(["id": "usrAAAAAAAAAAAAAA", "email": "ada@x.io", "name": "Ada"]),
            .object(["email": "ada@x.io"])
        ),
        (field(.singleCollaborator), "Ada", nil), (field(.singleCollaborator), 1, nil),
        (field(.singleCollaborator), .object(["name": "Ada"]), nil),
        (
            field(.multipleCollaborators), "ada@x.io, usrAAAAAAAAAAAAAA, ada@x.io",
            [
                .object(["email": "ada@x.io"]), .object(["id": "usrAAAAAAAAAAAAAA"]),
            ]
        ),
        (field(.multipleCollaborators), "ada@x.io, Bob", nil), (field(.multipleCollaborators), [1], nil),
        (field(.barcode), "  1 ", .object(["text": "  1 "])), (field(.barcode), 1, .object(["text": "1"])),
        (field(.barcode), .object(["text": "1", "type": "upce", "more": 1]), .object(["text": "1", "type": "upce"])),
        (field(.barcode), #"{"text":"1"}"#, .object(["text": "1"])), (field(.barcode), "{1}", .object(["text": "{1}"])),
        (field(.barcode), .object(["type": "upce"]), nil), (field(.barcode), ["1"], nil),
    ]

    @Test(
        "a value is sent in the form that its field takes, or refused",
        arguments: [texts, numbers, durations, checkboxes, choices, dates, objects])
    func conversion(cases: [Case]) {
        for (field, source, expected) in cases {
            let value = try? CellConverter(field: field).value(from: source)
            #expect(value == expected, "\(field.type) \(field.options): \(source)")
        }
    }

    static let types: [FieldType] = [
        .singleLineText, .multilineText, .richText, .email, .url, .phoneNumber, .number, .currency, .percent, .duration,
        .rating, .checkbox, .singleSelect, .multipleSelects, .date, .dateTime, .multipleRecordLinks,
        .multipleAttachments,
        .singleCollaborator, .multipleCollaborators, .barcode, FieldType("future"),
    ]

    @Test("a blank clears the cell, whatever the type", arguments: types, [false, true])
    func blanks(type: FieldType, typecast: Bool) throws {
        let converter = CellConverter(field: field(type), typecast: typecast)
        for blank in [.null, "", []] as [FieldValue] {
            #expect(try converter.value(from: blank) == .null, "\(blank)")
        }
    }

    @Test("whitespace alone clears every cell but text and barcodes", arguments: types)
    func whitespace(type: FieldType) throws {
        let keeps: Set<FieldType> = [
            .singleLineText, .multilineText, .richText, .email, .url, .phoneNumber, .barcode,
        ]
        #expect(try CellConverter(field: field(type)).value(from: " \t") != .null || !keeps.contains(type))
        #expect(try CellConverter(field: field(type)).value(from: " \t") == .null || keeps.contains(type))
    }

    @Test("with typecast, strings that are not understood go out as they are, and understood ones converted")
    func typecast() throws {
        let cases: [(FieldSchema, FieldValue, FieldValue)] = [
            (field(.number), "$5", "$5"), (field(.number), "5", 5), (field(.date), "3/4/2024", "3/4/2024"),
            (field(.date), "2026-03-01", "2026-03-01"), (field(.percent), "12.5", "12.5"),
            (field(.percent), "12.5%", 0.125),
            (field(.checkbox), "maybe", "maybe"), (field(.duration), "1h", "1h"),
            (selectField(.singleSelect, "Red"), "Blue ", "Blue"), (selectField(.singleSelect, "Red"), "Red", "Red"),
            (selectField(.multipleSelects, "Red"), "Red, Blue", ["Red", "Blue"]),
            (field(.multipleRecordLinks), "Ada, Bob", ["Ada", "Bob"]), (field(.singleCollaborator), "Ada", "Ada"),
            (field(.multipleAttachments), "cat.png", "cat.png"), (field(.singleLineText), 5, "5"),
        ]
        for (field, source, expected) in cases {
            #expect(try CellConverter(field: field, typecast: true).value(from: source) == expected, "\(source)")
        }
    }

    @Test("typecast does not excuse values that are no strings, lost digits, or computed fields")
    func typecastLimits() {
        let cases: [(FieldSchema, FieldValue)] = [
            (field(.number), true), (field(.date), 5), (field(.number), "9007199254740993"), (field(.formula), "x"),
            (field(.multipleSelects), .object(["a": 1])), (field(.rating), 11),
        ]
        for (field, source) in cases {
            #expect(throws: CellProblem.self, "\(source)") {
                try CellConverter(field: field, typecast: true).value(from: source)
            }
        }
    }
}
