import JSONText
import Testing

@testable import TableModel

struct CellProblemTests {
    static let sentences: [(FieldSchema, FieldValue, String)] = [
        (field(.date, name: "Due"), "soon", #"field "Due" does not accept "soon"; use YYYY-MM-DD, or --typecast"#),
        (
            field(.date, name: "Due"), "31/12/2024",
            #"field "Due" does not accept "31/12/2024"; use YYYY-MM-DD, or --typecast"#
        ),
        (
            field(.date, name: "Due"), "3/4/2024",
            #"field "Due" does not accept "3/4/2024", whose day and month could be either way round; "#
                + "use YYYY-MM-DD, or --typecast"
        ),
        (
            field(.date, name: "Due"), "2026-03-01T10:00:00Z",
            #"field "Due" does not accept "2026-03-01T10:00:00Z" because it has no time of day; "#
                + "write 2026-03-01, or make it a field with a time, or --typecast"
        ),
        (
            field(.dateTime, name: "Seen"), "noon",
            #"field "Seen" does not accept "noon"; use YYYY-MM-DDTHH:mm:ssZ, or --typecast"#
        ),
        (
            field(.number, name: "Qty"), "many",
            #"field "Qty" does not accept "many"; write digits with a point, such as 1234.5, or --typecast"#
        ),
        (
            field(.number, name: "Qty"), "1,234",
            #"field "Qty" does not accept "1,234", which has different meanings in different countries; "#
                + "write digits with a point and without separators, such as 1234.5, or --typecast"
        ),
        (
            field(.number, name: "Qty"), "9007199254740993",
            #"field "Qty" does not accept "9007199254740993", which the service would store as 9007199254740992; "#
                + "use at most 15 digits, or a text field"
        ),
        (
            field(.number, name: "Qty"), "1e999",
            #"field "Qty" does not accept "1e999"; write a number below 1.8e308, or --typecast"#
        ),
        (
            field(.number, name: "Qty"), .number(.infinity),
            #"field "Qty" does not accept "inf"; leave the cell empty, or write a finite number"#
        ),
        (field(.number, name: "Qty"), true, #"field "Qty" does not accept true; write one number, such as 1234.5"#),
        (
            field(.number, name: "Qty"), ["a", 1],
            #"field "Qty" does not accept the JSON value a, 1; write one number, such as 1234.5"#
        ),
        (
            field(.percent, name: "Share"), "12.5",
            #"field "Share" does not accept "12.5", which the service would store as 1250%; "#
                + "write 12.5% or 1250%, whichever is meant, or --typecast"
        ),
        (
            field(.duration, ["durationFormat": "h:mm:ss"], name: "Length"), "1:30",
            #"field "Length" does not accept "1:30"; use h:mm:ss or a number of seconds, or --typecast"#
        ),
        (
            field(.duration, name: "Length"), "long",
            #"field "Length" does not accept "long"; use h:mm, h:mm:ss or a number of seconds, or --typecast"#
        ),
        (
            field(.rating, ["max": 5], name: "Stars"), 6,
            #"field "Stars" does not accept 6; use a whole number from 1 to 5, or leave it empty"#
        ),
        (
            field(.checkbox, name: "Done"), "maybe",
            #"field "Done" does not accept "maybe"; use true or false, or --typecast"#
        ),
        (
            selectField(.singleSelect, "To do", "Doing", "Done", name: "Status"), "waiting",
            #"field "Status" does not accept "waiting", which is not one of its choices; "#
                + #"use one of its choices ("To do", "Doing", "Done"), or --typecast, which creates the choice"#
        ),
        (
            selectField(.singleSelect, "To do", "Doing", "Done", name: "Status"), "donee",
            #"field "Status" does not accept "donee", which is not one of its choices; "#
                + #"did you mean "Done"? Otherwise --typecast creates the choice"#
        ),
        (
            selectField(.singleSelect, "1", "2", "3", "4", "5", "6", name: "Status"), "Waiting",
            #"field "Status" does not accept "Waiting", which is not one of its choices; "#
                + #"use one of its choices ("1", "2", "3", "4", "5", …), or --typecast, which creates the choice"#
        ),
        (
            selectField(.multipleSelects, name: "Tags"), "a, b",
            #"field "Tags" does not accept "a", which is not one of its choices; "#
                + "the field has no choices yet; --typecast creates them"
        ),
        (
            field(.multipleSelects, name: "Tags"), "\"a, b",
            "field \"Tags\" does not accept \"\"a, b\", in which a double quote is not closed; "
                + "put elements with commas in double quotes, and double the quotes inside them, or --typecast"
        ),
        (
            field(.multipleRecordLinks, name: "Team"), "recAAAAAAAAAAAAAA, Red team",
            #"field "Team" does not accept "Red team", which is not a record id; write record ids (rec…), separated "#
                + "by commas, or --typecast, which finds or creates records by name"
        ),
        (
            field(.multipleAttachments, name: "Photos"), "cat.png",
            #"field "Photos" does not accept "cat.png"; write http(s) addresses, separated by spaces, or --typecast"#
        ),
        (
            field(.singleCollaborator, name: "Owner"), "Ada",
            #"field "Owner" does not accept "Ada"; write an e-mail address or a user id (usr…), or --typecast"#
        ),
        (
            field(.barcode, name: "Code"), ["1"],
            #"field "Code" does not accept the JSON value 1; write the barcode's text"#
        ),
        (
            field(.rollup, name: "Total"), 5,
            #"field "Total" is computed by the service and cannot be written; remove the column, or --ignore "Total""#
        ),
    ]

    @Test("a refused value is explained in a sentence that says what to do", arguments: sentences)
    func sentence(field: FieldSchema, source: FieldValue, text: String) throws {
        let problem = try #require(throws: CellProblem.self) { try CellConverter(field: field).value(from: source) }
        #expect(problem.description == text)
        #expect(problem.typecastMayHelp == text.contains("--typecast"))
    }

    @Test("the remedy does not offer typecast when it is on already")
    func noTypecast() throws {
        let problem = try #require(throws: CellProblem.self) {
            try CellConverter(field: field(.date, name: "Due"), typecast: true).value(from: true)
        }
        #expect(problem.description == #"field "Due" does not accept true; use YYYY-MM-DD"#)
    }

    @Test("an excerpt is one printable line of at most 40 characters")
    func excerpts() {
        #expect(
            CellProblem.excerpt(of: .string(String(repeating: "x", count: 40))) == String(repeating: "x", count: 40))
        #expect(
            CellProblem.excerpt(of: .string(String(repeating: "é", count: 41))) == String(repeating: "é", count: 40)
                + "…")
        #expect(CellProblem.excerpt(of: "a\nb\r\nc\rd\te\u{1B}[2Jf\u{0}") == "a\\nb\\nc\\rd\\te\u{FFFD}[2Jf\u{FFFD}")
    }

    @Test("near choices come nearest first, three at most, and none for a name unlike any")
    func nearChoices() {
        #expect(
            NearChoices(to: "in progres", among: ["Done", "In progress", "In Progress!"]).names == [
                "In progress", "In Progress!",
            ])
        #expect(NearChoices(to: "RED", among: ["Reed", "Red"]).names == ["Red", "Reed"])
        #expect(NearChoices(to: "a", among: ["b", "c", "d", "e"]).names == ["b", "c", "d"])
        #expect(NearChoices(to: "Purple", among: ["Red", "Green"]).names.isEmpty)
    }
}
