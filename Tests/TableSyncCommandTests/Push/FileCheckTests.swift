import TableModel
import Testing

@testable import TableSyncCommand

@Suite struct FileCheckTests {
    private let schema = TargetTable.schema(
        "t", [FieldDraft(name: "id", type: .singleLineText), FieldDraft(name: "n", type: .number)])

    private func check(_ rows: [(String, String)]) throws -> FileCheck {
        let columns = ["id", "n"]
        var check = FileCheck(
            RowForm(
                try ColumnChoice().targets(of: columns, in: "f"), of: columns, for: schema.fields, typecast: false))
        for (place, row) in rows.enumerated() {
            check.add(Row(line: place + 2, fields: ["id": .string(row.0), "n": .string(row.1)]))
        }
        return check
    }

    @Test func `a good file has rows and no problems`() throws {
        let check = try check([("a", "1"), ("b", ""), ("a", "1")])
        #expect(check.rows == 3 && check.goodRows == 3)
        #expect(check.badRows == 0)
        #expect(check.problems.isEmpty)
        #expect(check.problemCount == 0)
    }

    @Test func `a row that could not be read is a problem at its place among the others`() throws {
        var check = try check([("a", "x")])
        check.add(Row(line: 3, flaw: Row.Flaw(code: "short-row", message: "m")))
        check.add(Row(line: 4, fields: ["id": "b", "n": "y"]))
        #expect(check.problems.map(\.line) == [2, 3, 4])
        #expect(check.problems.map(\.code) == ["invalid-value", "short-row", "invalid-value"])
        #expect(check.problems.map(\.field) == ["n", nil, "n"])
        #expect(check.badRows == 3 && check.goodRows == 0)
    }

    @Test(arguments: [99, 100, 101, 5_000])
    func `at most a hundred problems are kept and all are counted`(_ number: Int) throws {
        let check = try check((0..<number).map { ("k\($0)", "x") })
        #expect(check.problems.map(\.line) == Array(2..<(2 + min(number, 100))))
        #expect(check.problemCount == number)
        #expect(check.badRows == number)
    }
}
