import TableModel
import Testing

@testable import TableSyncCommand

@Suite struct FileCheckTests {
    private let schema = TargetTable.schema(
        "t", [FieldDraft(name: "id", type: .singleLineText), FieldDraft(name: "n", type: .number)])

    private func check(_ rows: [(String, String)], keyed: Bool = true) throws -> FileCheck {
        let columns = ["id", "n"]
        let converter = RowConverter(
            targets: try ColumnChoice().targets(of: columns, in: "f"), columns: columns, schema: schema, typecast: false
        )
        var check = FileCheck(converter: converter, key: keyed ? KeyForm([schema.fields[0]]) : nil)
        for (place, row) in rows.enumerated() {
            check.add(Row(line: place + 2, fields: ["id": .string(row.0), "n": .string(row.1)]))
        }
        return check
    }

    @Test func `a good file has rows and no findings`() throws {
        let check = try check([("a", "1"), ("b", "")])
        #expect(check.rows == 2)
        #expect(check.badRows == 0)
        #expect(check.findings().first.isEmpty)
        #expect(check.findings().count == 0)
        #expect(check.warnings(about: "f").isEmpty)
    }

    @Test func `duplicate keys name their lines, at their place among the other problems`() throws {
        let check = try check([("a", "x"), ("b", "1"), ("c", "2"), ("b", "3"), ("d", "y"), ("b", "4")])
        let (first, count) = check.findings()
        #expect(count == 3)
        #expect(first.map(\.line) == [2, 3, 6])
        #expect(first.map(\.code) == ["invalid-value", "duplicate-key", "invalid-value"])
        #expect(first.map(\.field) == ["n", "id", "n"])
        #expect(first[1].message == "the same key is on lines 3, 5 and 7. Keep one of them.")
    }

    @Test func `without a key nothing is a duplicate`() throws {
        #expect(try check([("a", "1"), ("a", "1")], keyed: false).findings().count == 0)
    }

    @Test func `a row without a key is a problem of its own`() throws {
        let check = try check([("", "1"), ("a", "1")])
        #expect(check.badRows == 1)
        #expect(
            check.findings().first.map(\.message) == [
                "field \"id\" is part of the key and has no value; give every row a key, or push the rows without one separately."
            ])
    }

    @Test(arguments: [99, 100, 101, 5_000])
    func `at most a hundred problems are kept and all are counted`(_ number: Int) throws {
        let check = try check((0..<number).map { ("k\($0)", "x") })
        let (first, count) = check.findings()
        #expect(first.count == min(number, 100))
        #expect(first.map(\.line) == Array(2..<(2 + min(number, 100))))
        #expect(count == number)
        #expect(check.badRows == number)
    }

    @Test func `a hundred problems do not hide an earlier duplicate`() throws {
        let check = try check([("a", "1"), ("a", "1")] + (0..<200).map { ("k\($0)", "x") })
        let (first, count) = check.findings()
        #expect(first.count == 100)
        #expect(count == 201)
        #expect(first[0].code == "duplicate-key")
    }

    @Test func `many rows of one key name twenty lines`() throws {
        let message = try check((0..<30).map { _ in ("a", "1") }).findings().first[0].message
        #expect(message.hasPrefix("the same key is on lines 2, 3, 4, "))
        #expect(message.hasSuffix("20, 21 and 10 more. Keep one of them."))
    }

    @Test func `keys that only look alike are a warning`() throws {
        let check = try check([("ada", "1"), ("bob", "1"), ("ADA", "1")])
        #expect(check.findings().count == 0)
        #expect(
            check.warnings(about: "f.csv") == [
                "The keys on lines 2 and 4 of f.csv differ only in case, accents or outer space; they are taken for different keys."
            ])
    }

    @Test func `keys with outer space are a warning once`() throws {
        let check = try check([("a", "1"), (" b", "1"), ("c ", "1")])
        let warnings = check.warnings(about: "f.csv")
        #expect(warnings.count == 1)
        #expect(
            warnings.first?.hasPrefix(
                "Line 3 and 1 more of f.csv: field \"id\" has the key \" b\" with outer whitespace") == true)
    }
}
