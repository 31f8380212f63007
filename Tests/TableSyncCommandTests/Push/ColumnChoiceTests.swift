import Testing

@testable import TableSyncCommand

@Suite struct ColumnChoiceTests {
    private let columns = ["Name", "E-mail", "City, Country", "Age"]

    private func targets(_ choice: ColumnChoice) throws(CommandError) -> [String] {
        try choice.targets(of: columns, in: "f.csv").map { "\($0.position) \($0.column) → \($0.field)" }
    }

    private func renaming(_ texts: String...) -> [ColumnChoice.Renaming] {
        texts.compactMap(ColumnChoice.Renaming.init)
    }

    @Test func `without options every column goes to the field of its name`() throws {
        #expect(
            try targets(ColumnChoice()) == [
                "0 Name → Name", "1 E-mail → E-mail", "2 City, Country → City, Country", "3 Age → Age",
            ])
    }

    @Test func `map renames, only keeps, ignore leaves out, in the order of the file`() throws {
        #expect(
            try targets(ColumnChoice(renamed: renaming("Age=Years"), only: ["Age,Name"])) == [
                "0 Name → Name", "3 Age → Years",
            ])
        #expect(try targets(ColumnChoice(ignored: ["Name", "City, Country"])) == ["1 E-mail → E-mail", "3 Age → Age"])
    }

    @Test func `a name with a comma is a name if the file has it`() throws {
        #expect(try targets(ColumnChoice(only: ["City, Country"])) == ["2 City, Country → City, Country"])
    }

    @Test func `a column is known to be named only if an option names it`() throws {
        let mapped = try ColumnChoice(renamed: renaming("Age=Years")).targets(of: columns, in: "f.csv")
        #expect(mapped.map(\.isNamed) == [false, false, false, true])
        let only = try ColumnChoice(only: ["Age"]).targets(of: columns, in: "f.csv")
        #expect(only.map(\.isNamed) == [true])
    }

    @Test(
        arguments: [
            ("=x", nil), ("x=", nil), ("x", nil), ("a=b", "a|b"), ("a=b=c", "a|b=c"),
            ("Full Name=name", "Full Name|name"),
        ] as [(String, String?)])
    func `a mapping is a column and a field`(_ text: String, _ expected: String?) {
        #expect(ColumnChoice.Renaming(text).map { "\($0.column)|\($0.field)" } == expected)
    }

    @Test(arguments: [
        (
            ColumnChoice(only: ["Nam"]),
            "--only names the column \"Nam\", which f.csv does not have. It has \"Name\", \"E-mail\", \"City, Country\" and \"Age\"."
        ),
        (
            ColumnChoice(ignored: ["name"]),
            "--ignore names the column \"name\", which f.csv does not have. It has \"Name\", \"E-mail\", \"City, Country\" and \"Age\"."
        ),
        (
            ColumnChoice(renamed: [ColumnChoice.Renaming("x=y")!]),
            "--map names the column \"x\", which f.csv does not have. It has \"Name\", \"E-mail\", \"City, Country\" and \"Age\"."
        ),
        (
            ColumnChoice(renamed: [ColumnChoice.Renaming("Age=Name")!]),
            "The columns \"Name\" and \"Age\" of f.csv would both be written to the field \"Name\". "
                + "Leave one of them out with --ignore."
        ),
        (
            ColumnChoice(ignored: ["Name", "E-mail", "City, Country", "Age"]),
            "No column of f.csv is left to be written."
        ),
        (
            ColumnChoice(renamed: [ColumnChoice.Renaming("Age=a")!], ignored: ["Age"]),
            "--map names the column \"Age\", which --ignore leaves out."
        ),
        (
            ColumnChoice(renamed: [ColumnChoice.Renaming("Age=a")!], only: ["Name"]),
            "--map names the column \"Age\", which --only leaves out."
        ),
        (
            ColumnChoice(renamed: [ColumnChoice.Renaming("Age=a")!, ColumnChoice.Renaming("Age=b")!]),
            "--map names the column \"Age\" twice."
        ),
    ])
    func `what cannot be done is said`(_ choice: ColumnChoice, _ message: String) {
        #expect(throws: CommandError(.invalidSource, message)) { try targets(choice) }
    }
}
