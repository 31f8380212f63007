import Testing

@testable import MockAirtable

/// What is a formula and what is not (airtable-api.md 9.1 and 9.2).
@Suite struct FormulaSyntaxTests {
    @Test(
        "fields are named in braces, by a bare word, or by id, each once and in order",
        arguments: [
            ("{Field name}", ["Field name"]), ("Name", ["Name"]), ("{fldABCDEFGHIJKLMN}", ["fldABCDEFGHIJKLMN"]),
            ("AND({B}=1, A, {B}='x', {a})", ["B", "A", "a"]), (#"{a\}b}"#, ["a}b"]), (#"{a\b}"#, [#"a\b"#]),
            ("{ä 'quoted' (1)}", ["ä 'quoted' (1)"]), ("first_name2", ["first_name2"]), ("1+1", []),
            ("IF(TRUE(), 1, {Unused})", ["Unused"]), ("OR({F}='a',{F}='b',{F}='c')", ["F"]),
            ("{Id}=rec123", ["Id", "rec123"]),
        ] as [(String, [String])])
    func fieldNames(_ text: String, _ names: [String]) throws {
        #expect(try Formula(parsing: text).fieldNames == names)
    }

    @Test("names that differ only in how an accent is written are two fields")
    func exactNames() throws {
        #expect(try Formula(parsing: "{caf\u{E9}}&{cafe\u{301}}").fieldNames.count == 2)
    }

    @Test(
        "a text literal is what stands between its quotes, with quotes and backslashes escaped",
        arguments: [
            (#"'abc'"#, "abc"), (#""abc""#, "abc"), (#"'it\'s'"#, "it's"), (#""it's""#, "it's"),
            (#"'say "hi"'"#, #"say "hi""#),
            (#""say \"hi\"""#, #"say "hi""#), (#"'a\\b'"#, #"a\b"#), (#"'a\\'"#, #"a\"#), (#"'a\"b'"#, #"a"b"#),
            ("''", ""),
            ("'ünïcödé 👍'", "ünïcödé 👍"), ("'a\tb'", "a\tb"), ("'{A}(,)=&'", "{A}(,)=&"),
        ] as [(String, String)])
    func literals(_ text: String, _ content: String) throws {
        #expect(try evaluate(text) == .text(content))
    }

    @Test(
        "operators bind: minus, then * /, then + -, then &, then comparisons; equals from the left",
        arguments: [
            FormulaLine("1+2*3", 7), FormulaLine("(1+2)*3", 9), FormulaLine("10-4-3", 3), FormulaLine("12/3/2", 2),
            FormulaLine("-2*-3", 6), FormulaLine("2--3", 5), FormulaLine("--4", 4), FormulaLine("-(1+2)", -3),
            FormulaLine("1+2&3+4", "37"), FormulaLine("'a'&'b'='ab'", true), FormulaLine("1+1=2", true),
            FormulaLine("2*3>5&''", .error), FormulaLine("3>2>0", true), FormulaLine("1=1=1", true),
            FormulaLine("2-1+1", 2), FormulaLine("6/2*3", 9), FormulaLine("{A}=-3", ["A": .number(-3)], true),
        ])
    func precedence(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "spaces and line breaks between the words are free",
        arguments: [" 1 + 1 ", "1\n+\r\n1", "\t1+\t1", "SUM ( 1 ,\n 1 )", "(((1)))+(1)"])
    func whitespace(_ text: String) throws { #expect(try evaluate(text) == .number(2)) }

    @Test(
        "what is not a formula is refused with its place and reason",
        arguments: [
            ("", 0, "a value, a field or a function is expected"),
            ("   ", 3, "a value, a field or a function is expected"),
            ("1 +", 3, "a value, a field or a function is expected"), ("1 2", 2, "an operator or the end is expected"),
            ("{A}='O'Reilly'", 13, "the text literal is not closed"), ("'abc", 0, "the text literal is not closed"),
            (#"'abc\'"#, 0, "the text literal is not closed"), ("'a''b'", 3, "an operator or the end is expected"),
            (#"'a\nb'"#, 2, "a backslash in a text literal stands only before a quote or a backslash"),
            (#"'a\"#, 2, "a backslash in a text literal stands only before a quote or a backslash"),
            ("'a\nb'", 2, "a line break inside a text literal is not known to work"),
            ("\u{201C}a\u{201D}", 0, "the character there has no meaning outside a text literal or a field reference"),
            ("{A", 0, "the field reference is not closed"),
            ("{}", 0, "a field reference has a name between its braces"),
            (#"{a\}b\}c}"#, 0, "a field whose name holds more than one closing brace cannot be named"),
            ("A==B", 2, "a value, a field or a function is expected"),
            ("A<>B", 2, "a value, a field or a function is expected"),
            ("A&&B", 2, "a value, a field or a function is expected"),
            ("A||B", 1, "the character there has no meaning outside a text literal or a field reference"),
            ("!A", 0, "the character there has no meaning outside a text literal or a field reference"),
            ("A%2", 1, "the character there has no meaning outside a text literal or a field reference"),
            ("A^2", 1, "the character there has no meaning outside a text literal or a field reference"),
            ("Größe", 2, "the character there has no meaning outside a text literal or a field reference"),
            ("+1", 0, "a value, a field or a function is expected"), ("(1", 2, "a closing parenthesis is expected"),
            ("1)", 1, "an operator or the end is expected"),
            ("AND(1", 5, "a comma or a closing parenthesis is expected"),
            ("AND(1,)", 6, "a value, a field or a function is expected"),
            ("1.", 0, "a number has digits after its point"),
            ("1.2.3", 0, "a number is digits with at most one point"),
            ("12abc", 0, "a number is digits with at most one point"),
            ("1e5", 0, "a number is digits with at most one point"),
            (".5", 0, "the character there has no meaning outside a text literal or a field reference"),
            ("A B", 2, "an operator or the end is expected"), ("{A}{B}", 3, "an operator or the end is expected"),
            ("1,2", 1, "an operator or the end is expected"),
        ] as [(String, Int, String)])
    func refusals(_ text: String, _ offset: Int, _ reason: String) {
        let expected = FormulaError(code: .invalidSyntax, offset: offset, reason: reason)
        #expect(throws: expected) { try Formula(parsing: text) }
    }

    @Test("a number beyond the doubles is refused")
    func hugeNumber() {
        let expected = FormulaError(code: .invalidSyntax, offset: 0, reason: "the number is too large")
        #expect(throws: expected) { try Formula(parsing: String(repeating: "9", count: 400)) }
    }

    @Test(
        "a function that is not known is refused, not guessed",
        arguments: [
            "REGEX_MATCH", "REGEX_EXTRACT", "REGEX_REPLACE", "SET_TIMEZONE", "SET_LOCALE", "FROMNOW", "TONOW",
            "WEEKNUM",
            "WORKDAY", "WORKDAY_DIFF", "EXP", "LOG", "POWER", "Name", "and",
        ])
    func unknownFunctions(_ name: String) {
        let expected = FormulaError(
            code: .unknownFunction, offset: 2, reason: "no function \(name) is known (names are upper case)")
        #expect(throws: expected) { try Formula(parsing: "1+\(name)('a','b')") }
    }

    @Test(
        "a function takes only so many arguments",
        arguments: [
            ("AND()", "AND takes at least 1 argument, not 0"), ("NOT(1,2)", "NOT takes 1 argument, not 2"),
            ("TRUE(1)", "TRUE takes no arguments, not 1"), ("IF(1)", "IF takes 2 to 3 arguments, not 1"),
            ("SWITCH(1,2)", "SWITCH takes at least 3 arguments, not 2"), ("LEFT('a')", "LEFT takes 2 arguments, not 1"),
            ("LAST_MODIFIED_TIME({A})", "LAST_MODIFIED_TIME takes no arguments, not 1"),
        ] as [(String, String)])
    func argumentCounts(_ text: String, _ reason: String) {
        let expected = FormulaError(code: .wrongArguments, offset: 0, reason: reason)
        #expect(throws: expected) { try Formula(parsing: text) }
    }

    @Test("the error is a sentence for us, and the service's words for its callers")
    func errorTexts() {
        let error = FormulaError(code: .invalidSyntax, offset: 7, reason: "an operator or the end is expected")
        #expect(error.description == "The formula cannot be read at byte 7: an operator or the end is expected.")
        #expect(FormulaError.answer == "Invalid formula. Please check your formula text.")
    }

    @Test("each switch of the dialect allows what it says")
    func dialects() throws {
        var dialect = FormulaDialect.strict
        dialect.ignoresFunctionCase = true
        let record = FormulaTestRecord(cells: [])
        #expect(try Formula(parsing: "oR(0,1)", dialect: dialect).evaluate(record) == .boolean(true))
        dialect = .strict
        dialect.allowsLineBreaksInText = true
        #expect(try Formula(parsing: "'a\r\nb'", dialect: dialect).evaluate(record) == .text("a\r\nb"))
        #expect(throws: FormulaError.self) { try Formula(parsing: #"'a\nb'"#, dialect: dialect) }
        dialect = .strict
        dialect.understandsControlEscapes = true
        #expect(try Formula(parsing: #"'\n\r\t'"#, dialect: dialect).evaluate(record) == .text("\n\r\t"))
        #expect(throws: FormulaError.self) { try Formula(parsing: "'a\nb'", dialect: dialect) }
    }

    @Test("nesting is limited, length is not")
    func nesting() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "(", count: levels) + "1" + String(repeating: ")", count: levels)
        }
        #expect(try evaluate(nested(49)) == .number(1))
        let expected = FormulaError(
            code: .invalidSyntax, offset: 50, reason: "the formula nests deeper than 50 levels")
        #expect(throws: expected) { try Formula(parsing: nested(50)) }
        #expect(throws: FormulaError.self) { try Formula(parsing: nested(1_000_000)) }
        #expect(throws: FormulaError.self) { try Formula(parsing: String(repeating: "-", count: 1_000_000) + "1") }
        let deepCalls = String(repeating: "IF(1,", count: 49) + "{A}" + String(repeating: ")", count: 49)
        #expect(try evaluate(deepCalls, ["A": .number(5)]) == .number(5))
        let sum = "{A}" + String(repeating: "+1", count: 50_000)
        #expect(try evaluate(sum, ["A": .number(1)]) == .number(50_001))
        let wide = "OR(" + String(repeating: "{A}=2,", count: 50_000) + "{A}=1)"
        #expect(try evaluate(wide, ["A": .number(1)]) == .boolean(true))
    }
}
