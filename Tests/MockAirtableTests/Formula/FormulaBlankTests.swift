import Testing

@testable import MockAirtable

/// Truth and emptiness (airtable-api.md 2.1 and 9.3).
@Suite struct FormulaBlankTests {
    @Test(
        "blank semantics, row by row of 9.3",
        arguments: [
            FormulaLine("BLANK()=0", true),
            FormulaLine("BLANK()=\"\"", true),
            FormulaLine("{Text}=\"\"", true), FormulaLine("{Text}=BLANK()", true),
            FormulaLine("{Text}=\"\"", ["Text": .text("a")], false),
            FormulaLine("{Text}=BLANK()", ["Text": .text("a")], false),
            FormulaLine("{Num}=BLANK()", ["Num": .number(0)], true),
            FormulaLine("{Num}=BLANK()", ["Num": .number(1)], false),
            FormulaLine("{Num}&\"\"", ["Num": .number(0)], "0"), FormulaLine("{Num}&\"\"", ""),
            FormulaLine("NOT({F})", true), FormulaLine("NOT({F})", ["F": .number(0)], true),
            FormulaLine("NOT({F})", ["F": .text("")], true), FormulaLine("NOT({F})", ["F": .boolean(false)], true),
            FormulaLine("NOT({F})", ["F": .text("a")], false), FormulaLine("NOT({F})", ["F": .boolean(true)], false),
            FormulaLine("NOT({F}='')", false), FormulaLine("NOT({F}='')", ["F": .text("a")], true),
            FormulaLine("NOT({F}='')", ["F": .number(3)], true),
            FormulaLine("NOT({F}='')", ["F": .at("2024-01-31")], true),
            FormulaLine("NOT({F}='')", ["F": .texts("a")], true), FormulaLine("NOT({F}='')", ["F": .list([])], false),
        ])
    func blanks(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "a record is kept unless the result is 0, false, empty text, NaN, an empty list or an error (2.1)",
        arguments: [
            (FormulaValue.blank, false), (.number(0), false), (.number(-0.0), false), (.number(.nan), false),
            (.number(0.1), true),
            (.number(-1), true), (.number(.infinity), true), (.text(""), false), (.text(" "), true), (.text("0"), true),
            (.text("false"), true), (.boolean(false), false), (.boolean(true), true), (.list([]), false),
            (.list([.blank]), true),
            (.error, false), (.at("1970-01-01"), true),
        ] as [(FormulaValue, Bool)])
    func truth(_ value: FormulaValue, _ isTruthy: Bool) throws {
        #expect(value.isTruthy == isTruthy)
        #expect(try evaluate("{F}", ["F": value]).isTruthy == isTruthy)
        #expect(try evaluate("IF({F}, 'yes', 'no')", ["F": value]).isTruthy == !value.isError)
        #expect(try evaluate("AND({F})", ["F": value]).isTruthy == isTruthy)
    }

    @Test(
        "a checkbox is 1 or 0, and blank when unchecked (9.2)",
        arguments: [
            FormulaLine("{Done}", ["Done": .boolean(true)], true),
            FormulaLine("{Done}=1", ["Done": .boolean(true)], true),
            FormulaLine("{Done}=TRUE()", ["Done": .boolean(true)], true),
            FormulaLine("NOT({Done})", ["Done": .boolean(true)], false),
            FormulaLine("{Done}=0", ["Done": .boolean(true)], false), FormulaLine("{Done}=1", false),
            FormulaLine("{Done}=TRUE()", false),
            FormulaLine("{Done}!=TRUE()", true), FormulaLine("{Done}=0", true), FormulaLine("NOT({Done})", true),
            FormulaLine("{Done}=FALSE()", .error), FormulaLine("{Done}=FALSE()", ["Done": .boolean(true)], false),
            FormulaLine("FALSE()=0", true), FormulaLine("TRUE()=1", true), FormulaLine("TRUE()+TRUE()", 2),
            FormulaLine("TRUE()&FALSE()", "10"),
        ])
    func checkboxes(_ line: FormulaLine) throws { try line.check() }
}
