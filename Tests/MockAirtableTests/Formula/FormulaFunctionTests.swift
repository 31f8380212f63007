import Testing

@testable import MockAirtable

/// Logic, text, number, list and record functions (airtable-api.md 9.5).
@Suite struct FormulaFunctionTests {
    @Test(
        "logic",
        arguments: [
            FormulaLine("AND(1,'a',TRUE())", true), FormulaLine("AND(1,0)", false),
            FormulaLine("OR(0,'',BLANK())", false),
            FormulaLine("OR(0,2)", true), FormulaLine("XOR(1,1)", false), FormulaLine("XOR(1,1,1)", true),
            FormulaLine("XOR(0,1)", true),
            FormulaLine("NOT(0/0)", true), FormulaLine("IF(1,'a','b')", "a"), FormulaLine("IF(0,'a','b')", "b"),
            FormulaLine("IF(0,'a')", .blank), FormulaLine("IF(1,2,1/0)", 2),
            FormulaLine("IF(ISERROR(1/0),'bad','good')", "bad"),
            FormulaLine("ISERROR(1)", false), FormulaLine("ISERROR(ERROR())", true), FormulaLine("ERROR()", .error),
            FormulaLine("SWITCH({S},'a',1,'b',2,3)", ["S": .text("b")], 2),
            FormulaLine("SWITCH({S},'a',1,'b',2,3)", ["S": .text("c")], 3),
            FormulaLine("SWITCH({S},'a',1)", ["S": .text("c")], .blank),
            FormulaLine("SWITCH({S},'a',1)", ["S": .error], .error),
            FormulaLine("SWITCH(1,1,'one',1/0,'never')", "one"), FormulaLine("TRUE()", true),
            FormulaLine("FALSE()", false),
            FormulaLine("BLANK()", .blank),
        ])
    func logic(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "finding: FIND minds case and answers 0, SEARCH does not and answers blank; both count from 1",
        arguments: [
            FormulaLine("FIND('b','abcb')", 2), FormulaLine("FIND('B','abc')", 0), FormulaLine("FIND('b','abcb',3)", 4),
            FormulaLine("FIND('b','abcb',2)", 2), FormulaLine("FIND('b','abcb',0)", 2),
            FormulaLine("FIND('b','abcb',99)", 0),
            FormulaLine("FIND('x',{A})", 0), FormulaLine("FIND(1,123)", 1), FormulaLine("FIND('','abc')", .error),
            FormulaLine("FIND('a','abc',-1)", .error), FormulaLine("FIND('b','👍b')", 3),
            FormulaLine("SEARCH('B','abc')", 2),
            FormulaLine("SEARCH('x','abc')", .blank), FormulaLine("SEARCH('b','ABCB',3)", 4),
            FormulaLine("FIND('aab','aaab')", 2),
        ])
    func finding(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "text",
        arguments: [
            FormulaLine("LOWER('ÄBc')", "äbc"), FormulaLine("UPPER('äbc')", "ÄBC"),
            FormulaLine("TRIM('  a  b \n')", "a  b"),
            FormulaLine("TRIM('   ')", ""), FormulaLine("LEN('abc')", 3), FormulaLine("LEN({A})", 0),
            FormulaLine("LEN('👍')", 2),
            FormulaLine("LEN(12.50)", 4), FormulaLine("CONCATENATE('a',1,{B},'c')", "a1c"),
            FormulaLine("LEFT('abc',2)", "ab"),
            FormulaLine("LEFT('abc',9)", "abc"), FormulaLine("LEFT('abc',-1)", .error),
            FormulaLine("LEFT('abc',1.5)", .error),
            FormulaLine("RIGHT('abc',2)", "bc"), FormulaLine("RIGHT('abc',0)", ""),
            FormulaLine("MID('abcdef',2,3)", "bcd"),
            FormulaLine("MID('abc',9,3)", ""), FormulaLine("REPLACE('abcdef',2,3,'X')", "aXef"),
            FormulaLine("REPLACE('abc',9,1,'X')", "abcX"),
            FormulaLine("REPT('ab',3)", "ababab"), FormulaLine("REPT('ab',0)", ""),
            FormulaLine("REPT('a',1000000000000)", .error),
            FormulaLine("SUBSTITUTE('a-b-c','-','+')", "a+b+c"), FormulaLine("SUBSTITUTE('a-b-c','-','+',2)", "a-b+c"),
            FormulaLine("SUBSTITUTE('a-b','','+')", "a-b"), FormulaLine("SUBSTITUTE('aaa','a','aa')", "aaaaaa"),
            FormulaLine("T('a')", "a"), FormulaLine("T(1)", .blank), FormulaLine("VALUE('-12.5')", -12.5),
            FormulaLine("VALUE('$5')", .error), FormulaLine("VALUE('1e3')", .error), FormulaLine("VALUE('')", .error),
            FormulaLine("ENCODE_URL_COMPONENT('a b/ü-_.~!')", "a%20b%2F%C3%BC-_.~%21"),
        ])
    func text(_ line: FormulaLine) throws {
        // Line breaks in literals are for the dialect's test.
        try FormulaLine(line.text.replacing("\n", with: "\t"), line.cells, line.expected).check()
    }

    @Test(
        "numbers",
        arguments: [
            FormulaLine("ABS(-3)", 3), FormulaLine("SQRT(9)", 3), FormulaLine("SQRT(-1)", .error),
            FormulaLine("INT(-1.5)", -2),
            FormulaLine("INT(1.9)", 1), FormulaLine("EVEN(1.5)", 2), FormulaLine("EVEN(3)", 4),
            FormulaLine("EVEN(-3)", -2),
            FormulaLine("ODD(2)", 3), FormulaLine("ODD(-2)", -3), FormulaLine("ODD(3)", 3), FormulaLine("MOD(7,3)", 1),
            FormulaLine("MOD(-7,3)", 2), FormulaLine("MOD(7,0)", .error), FormulaLine("FLOOR(7.5)", 7),
            FormulaLine("FLOOR(17,5)", 15),
            FormulaLine("CEILING(7.1)", 8), FormulaLine("CEILING(17,5)", 20), FormulaLine("ROUND(2.5)", 3),
            FormulaLine("ROUND(-2.5)", -2),
            FormulaLine("ROUND(1.234,2)", 1.23), FormulaLine("ROUND(1234,-2)", 1200), FormulaLine("ROUNDUP(1.1,0)", 2),
            FormulaLine("ROUNDUP(-1.1,0)", -2), FormulaLine("ROUNDDOWN(-1.9,0)", -1),
            FormulaLine("ROUND(1,99)", .error),
            FormulaLine("SUM(1,2,{L})", ["L": .list([.number(3), .number(4)])], 10), FormulaLine("SUM(1,{B})", 1),
            FormulaLine("SUM(1,'a')", .error), FormulaLine("AVERAGE(1,2,{B})", 1.5),
            FormulaLine("AVERAGE({B})", .error),
            FormulaLine("MAX(1,3,2)", 3), FormulaLine("MIN(1,3,-2)", -2), FormulaLine("COUNT(1,'a',{B},2)", 2),
            FormulaLine("COUNTA(1,'a',{B},'')", 2), FormulaLine("COUNTALL(1,'a',{B},'')", 4),
            FormulaLine("ABS('a')", .error),
        ])
    func numbers(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "lists",
        arguments: [
            FormulaLine("ARRAYJOIN({L},'; ')", ["L": .texts("a", "b")], "a; b"), FormulaLine("ARRAYJOIN({L},',')", ""),
            FormulaLine("ARRAYJOIN({L},',')", ["L": .text("a")], "a"),
            FormulaLine("ARRAYUNIQUE({L})", ["L": .texts("a", "b", "a")], .texts("a", "b")),
            FormulaLine(
                "ARRAYCOMPACT({L})", ["L": .list([.text("a"), .blank, .text(""), .text(" ")])], .texts("a", " ")),
            FormulaLine("ARRAYFLATTEN({L})", ["L": .list([.texts("a"), .texts("b", "c")])], .texts("a", "b", "c")),
        ])
    func lists(_ line: FormulaLine) throws { try line.check() }

    @Test(
        "the record and the clock",
        arguments: [
            FormulaLine("RECORD_ID()", "recAAAAAAAAAAAAAA"),
            FormulaLine("OR(RECORD_ID()='recBBBBBBBBBBBBBB',RECORD_ID()='recAAAAAAAAAAAAAA')", true),
            FormulaLine("OR(RECORD_ID()='a',RECORD_ID()='b',RECORD_ID()='recAAAAAAAAAAAAAA')", true),
            FormulaLine("OR(RECORD_ID()='a',RECORD_ID()='b',RECORD_ID()='c')", false),
            FormulaLine("CREATED_TIME()", .at("2024-01-01T00:00:00.000Z")),
            FormulaLine("IS_AFTER(LAST_MODIFIED_TIME(), DATETIME_PARSE('2024-01-31T23:59:59.999Z'))", true),
            FormulaLine("IS_AFTER(LAST_MODIFIED_TIME(), DATETIME_PARSE('2024-02-01T00:00:00.000Z'))", false),
            FormulaLine("NOW()", .at("2024-02-29T12:30:45.678Z")), FormulaLine("TODAY()", .at("2024-02-29")),
        ])
    func record(_ line: FormulaLine) throws { try line.check() }
}
