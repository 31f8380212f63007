import Testing

@testable import MockAirtable

/// Operators between all kinds of values (airtable-api.md 9.2 and 9.4).
@Suite struct FormulaOperatorTests {
    @Test(
        "arithmetic takes numbers, with blank as 0; text, dates and lists are refused",
        arguments: [
            FormulaLine("1.5+1", 2.5), FormulaLine("{A}+1", 1), FormulaLine("{A}*5", 0), FormulaLine("-{A}", 0),
            FormulaLine("7/2", 3.5), FormulaLine("1/0", .error), FormulaLine("-1/0", .error),
            FormulaLine("0/0", .number(.nan)),
            FormulaLine("'1'+1", .error), FormulaLine("''+1", .error),
            FormulaLine("{D}+1", ["D": .at("2024-01-31")], .error),
            FormulaLine("{L}+1", ["L": .list([.number(1)])], .error), FormulaLine("-'a'", .error),
            FormulaLine("{E}+1", ["E": .error], .error), FormulaLine("1/0&''", .error),
            FormulaLine("(0/0)=(0/0)", false),
        ])
    func arithmetic(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "& joins texts: blank is empty, whole numbers have no .0, lists are joined with comma and space",
        arguments: [
            FormulaLine("'a'&1", "a1"), FormulaLine("1&2", "12"), FormulaLine("{B}&'x'", "x"),
            FormulaLine("1.50&''", "1.5"),
            FormulaLine("{L}&''", ["L": .texts("Red", "Blue")], "Red, Blue"),
            FormulaLine("{L}&''", ["L": .list([.number(1), .blank, .text("x")])], "1, , x"),
            FormulaLine("{D}&''", ["D": .at("2024-01-31")], "2024-01-31"),
            FormulaLine("{D}&''", ["D": .at("2024-01-31T05:06:07.089Z")], "2024-01-31T05:06:07.089Z"),
            FormulaLine("'a'&ERROR()", .error),
        ])
    func concatenation(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "text is equal code point by code point",
        arguments: [
            FormulaLine("{A}='abc'", ["A": .text("abc")], true), FormulaLine("{A}='ABC'", ["A": .text("abc")], false),
            FormulaLine("{A}='abc '", ["A": .text("abc")], false), FormulaLine("{A}!='abd'", ["A": .text("abc")], true),
            FormulaLine("{A}='\u{E9}'", ["A": .text("e\u{301}")], false),
            FormulaLine("{A}='\u{E9}'", ["A": .text("\u{E9}")], true),
            FormulaLine("{A}='a  b'", ["A": .text("a  b")], true),
            FormulaLine("LOWER({A})=LOWER('ABC')", ["A": .text("aBc")], true),
        ])
    func textEquality(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "lists are equal to the text that they read as",
        arguments: [
            FormulaLine("{C}='Red, Blue'", ["C": .texts("Red", "Blue")], true),
            FormulaLine("{C}='Red'", ["C": .texts("Red", "Blue")], false),
            FormulaLine("'Red'={C}", ["C": .texts("Red")], true),
            FormulaLine("FIND('Red',{C})", ["C": .texts("Blue", "Red")], 7),
            FormulaLine("{C}={D}", ["C": .texts("a", "b"), "D": .texts("a", "b")], true),
            FormulaLine("{C}=1", ["C": .list([.number(1)])], .error),
            FormulaLine("ARRAYJOIN({C},',')", ["C": .texts("a", "b")], "a,b"),
        ])
    func lists(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "order is that of numbers, of dates, and of text by its units",
        arguments: [
            FormulaLine("1<2", true), FormulaLine("2<2", false), FormulaLine("2<=2", true), FormulaLine("3>2", true),
            FormulaLine("2>=3", false), FormulaLine("{N}<1", true), FormulaLine("{N}>=0", true),
            FormulaLine("TRUE()>0", true),
            FormulaLine("10>9", true), FormulaLine("'10'>'9'", false), FormulaLine("'a'<'b'", true),
            FormulaLine("'a'<='a'", true),
            FormulaLine("'Z'<'a'", true), FormulaLine("(0/0)<1", false), FormulaLine("(0/0)>=1", false),
            FormulaLine("'a'<1", .error),
            FormulaLine("{N}<'b'", .error),
            FormulaLine("{D}<{E}", ["D": .at("2024-01-31"), "E": .at("2024-02-01")], true),
            FormulaLine("{D}>='2024-01-31'", ["D": .at("2024-01-31")], true), FormulaLine("{D}<TODAY()", .error),
            FormulaLine("NOT({D}<TODAY())", .error), FormulaLine("{D}<5", ["D": .at("2024-01-31")], .error),
            FormulaLine("LAST_MODIFIED_TIME()>'2024-01-01T00:00:00.000Z'", true),
            FormulaLine("LAST_MODIFIED_TIME()>'2024-02-01T00:00:00.000Z'", false),
            FormulaLine("DATETIME_FORMAT({D},'YYYY-MM-DD')>='2024-01-01'", ["D": .at("2024-01-31")], true),
        ])
    func order(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "dates are equal by the millisecond",
        arguments: [
            FormulaLine("{D}=DATETIME_PARSE('2024-01-31T05:06:07.089Z')", ["D": .at("2024-01-31T05:06:07.089Z")], true),
            FormulaLine(
                "{D}=DATETIME_PARSE('2024-01-31T05:06:07.089Z')", ["D": .at("2024-01-31T05:06:07.090Z")], false),
            FormulaLine("{D}=DATETIME_PARSE('2024-01-31')", ["D": .at("2024-01-31")], true),
            FormulaLine("{D}='2024-01-31T05:06:07.089Z'", ["D": .at("2024-01-31T05:06:07.089Z")], true),
            FormulaLine("{D}='2024-01-31'", ["D": .at("2024-01-31")], .error),
            FormulaLine("{D}='soon'", ["D": .at("2024-01-31")], .error),
            FormulaLine("DATETIME_FORMAT({D},'YYYY-MM-DD')='2024-01-31'", ["D": .at("2024-01-31T05:06:07.089Z")], true),
            FormulaLine("FIND('2024-01-31',{D})", ["D": .at("2024-01-31T05:06:07.089Z")], 1),
            FormulaLine("{D}=BLANK()", true),
            FormulaLine("{D}=BLANK()", ["D": .at("2024-01-31")], false),
            FormulaLine("{D}=0", ["D": .at("1970-01-01")], .error),
        ])
    func dates(_ line: FormulaLine) throws { try line.check() }

    @Test("numbers and other text are neither equal nor unequal, since nobody knows")
    func mixed() throws {
        for text in ["{N}='5'", "{N}!='5'", "NOT({N}='5')", "'5'={N}"] {
            #expect(try evaluate(text, ["N": .number(5)]) == .error)
        }
    }

    @Test(
        "an error anywhere in AND, OR or NOT makes the record not match (9.2)",
        arguments: [
            "AND({E},1)", "AND(0,{E})", "OR(1,{E})", "OR({E}='a',{E}='b',{E}='c',1)", "NOT({E})", "{E}={E}",
            "IF({E},1,1)", "XOR({E},1)",
        ])
    func errors(_ text: String) throws { #expect(try evaluate(text, ["E": .error]) == .error) }

    @Test(
        "numbers read as the service's language writes them",
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-1.5, "-1.5"), (100, "100"), (0.1, "0.1"),
            (1.0 / 3, "0.3333333333333333"),
            (123_456_789.123, "123456789.123"), (1e15, "1000000000000000"), (1e16, "10000000000000000"),
            (9_007_199_254_740_992, "9007199254740992"), (1e20, "100000000000000000000"), (1e21, "1e+21"),
            (1.5e300, "1.5e+300"),
            (0.000_001, "0.000001"), (0.000_000_1, "1e-7"), (1.25e-9, "1.25e-9"), (.leastNonzeroMagnitude, "5e-324"),
            (12_340_000, "12340000"),
            (.infinity, "Infinity"), (-.infinity, "-Infinity"), (.nan, "NaN"),
        ] as [(Double, String)])
    func numberTexts(_ number: Double, _ text: String) {
        #expect(FormulaNumber.text(of: number) == text)
        if number.isFinite { #expect(Double(text) == number) }
    }
}
