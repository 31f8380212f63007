import JSONText
import TableModel
import TableSync
import Testing

@testable import TableSyncCommand

@Suite struct RowFormTests {
    private let schema = TargetTable.schema(
        "t",
        [
            FieldDraft(name: "Name", type: .singleLineText),
            FieldDraft(name: "Seats", type: .number, options: ["precision": 0]),
            FieldDraft(name: "Active", type: .checkbox),
        ])

    private func form(_ columns: [String], _ choice: ColumnChoice = ColumnChoice()) throws -> RowForm {
        let targets = try choice.targets(of: columns, in: "f")
        return RowForm(targets, of: columns, for: targets.compactMap { schema.field($0.field) }, typecast: false)
    }

    @Test func `cells get their fields' names and types, and blank ones clear`() throws {
        let form = try form(
            ["who", "Seats", "Active"], ColumnChoice(renamed: [ColumnChoice.Renaming("who=Name")!]))
        let row = form.convert(Row(line: 7, fields: ["who": "Ada", "Seats": "3", "Active": ""]))
        #expect(row.fields == ["Name": "Ada", "Seats": 3, "Active": .null])
        #expect(row.problems.isEmpty)
    }

    @Test func `columns that are not written are not mentioned`() throws {
        let form = try form(["Name", "Seats"], ColumnChoice(ignored: ["Name"]))
        #expect(form.convert(Row(line: 2, fields: ["Name": "x", "Seats": "1"])).fields == ["Seats": 1])
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
        let form = try form(["Name", "Seats", "Active"])
        #expect(form.convert(Row(line: 1, fields: source)).fields == expected)
    }

    @Test func `all problems of a row are told together`() throws {
        let form = try form(["Name", "Seats", "Active"])
        let row = form.convert(Row(line: 2, fields: ["Name": "a", "Seats": "many", "Active": "perhaps"]))
        #expect(row.problems.map(\.field) == ["Seats", "Active"])
    }

    @Test func `forms that make other cells of a row have another identity`() throws {
        let plain = try form(["Name", "Seats"])
        let targets = try ColumnChoice().targets(of: ["Name", "Seats"], in: "f")
        let renamed = try ColumnChoice(renamed: [ColumnChoice.Renaming("Seats=Active")!]).targets(
            of: ["Name", "Seats"], in: "f")
        let fields = targets.compactMap { schema.field($0.field) }
        let others = [
            RowForm(targets, of: ["Name", "Seats"], for: fields, typecast: true),
            RowForm(renamed, of: ["Name", "Seats"], for: fields, typecast: false),
        ]
        for other in others { #expect(other.identity != plain.identity) }
    }
}
