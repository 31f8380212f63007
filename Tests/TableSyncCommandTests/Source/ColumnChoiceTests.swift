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
            ("=x", nil), ("x=", nil), ("x", nil), ("=", nil), ("a=b", "a|b"), ("Full Name=name", "Full Name|name"),
            // The last sign before which a column stands.
            ("a=b=c", "a|b=c"), ("x=y=c", "x=y|c"), ("u=v=w=c", "u=v=w|c"), ("u=v=c", "u|v=c"), ("=s=c", "=s|c"),
            ("x=y==c", "x=y|=c"),
            // The first if there is none.
            ("no=such=c", "no|such=c"),
        ] as [(String, String?)])
    func `a mapping is a column and a field, and a column's name may have equals signs`(
        _ text: String, _ expected: String?
    ) {
        let columns = ["a", "Full Name", "x", "x=y", "u", "u=v=w", "=s"]
        let reading = ColumnChoice.Renaming(text)?.reading(among: columns)
        #expect(reading.map { "\($0.column)|\($0.field)" } == expected)
    }

    @Test func `a column with an equals sign in its name can be mapped`() throws {
        let choice = ColumnChoice(renamed: renaming("E=mc²=Energy"))
        let targets = try choice.targets(of: ["E", "E=mc²"], in: "f.csv")
        #expect(targets.map(\.field) == ["E", "Energy"])
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
            "--ignore leaves no column of f.csv to be written."
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
