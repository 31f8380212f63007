import JSONText
import TableModel
import Testing

@testable import TableSyncCommand

@Suite struct RowConverterTests {
    private let schema = TargetTable.schema(
        "t",
        [
            FieldDraft(name: "Name", type: .singleLineText),
            FieldDraft(name: "Seats", type: .number, options: ["precision": 0]),
            FieldDraft(name: "Active", type: .checkbox),
        ])

    private func converter(_ columns: [String], _ choice: ColumnChoice = ColumnChoice()) throws -> RowConverter {
        RowConverter(
            targets: try choice.targets(of: columns, in: "f"), columns: columns, schema: schema, typecast: false)
    }

    @Test func `cells get their fields' names and types, and blank ones clear`() throws {
        let converter = try converter(
            ["who", "Seats", "Active"], ColumnChoice(renamed: [ColumnChoice.Renaming("who=Name")!]))
        let row = Row(line: 7, fields: ["who": "Ada", "Seats": "3", "Active": ""])
        let result = try converter.convert(row).get()
        #expect(result.line == 7)
        #expect(result.fields == ["Name": "Ada", "Seats": 3, "Active": .null])
    }

    @Test func `columns that are not written are not mentioned`() throws {
        let converter = try converter(["Name", "Seats"], ColumnChoice(ignored: ["Name"]))
        #expect(try converter.convert(Row(line: 2, fields: ["Name": "x", "Seats": "1"])).get().fields == ["Seats": 1])
    }

    @Test(arguments: [
        (["Seats": 2, "Name": "b"] as Fields, ["Name": "b", "Seats": 2] as Fields),
        (["Active": true] as Fields, ["Active": true] as Fields),
        ([:] as Fields, [:] as Fields),
        (["Name": "a", "Seats": 1, "Active": false] as Fields, ["Name": "a", "Seats": 1, "Active": false] as Fields),
        (["Name": .null, "Active": true] as Fields, ["Name": .null, "Active": true] as Fields),
    ])
    func `a member that a JSON object lacks is left alone, wherever the others stand`(
        _ source: Fields, _ expected: Fields
    ) throws {
        let converter = try converter(["Name", "Seats", "Active"])
        #expect(try converter.convert(Row(line: 1, fields: source)).get().fields == expected)
    }

    @Test func `all problems of a row are told together`() throws {
        let converter = try converter(["Name", "Seats", "Active"])
        let result = converter.convert(Row(line: 2, fields: ["Name": "a", "Seats": "many", "Active": "perhaps"]))
        guard case .failure(let bad) = result else {
            Issue.record("the row was taken: \(result)")
            return
        }
        #expect(bad.problems.map(\.field) == ["Seats", "Active"])
    }
}
