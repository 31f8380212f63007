import Testing

@testable import MockAirtable

/// Dates (airtable-api.md 9.4 and 9.5).
@Suite struct FormulaDateTests {
    private static let cells: [String: FormulaValue] = ["D": .at("2024-01-31T05:06:07.089Z"), "Day": .at("2024-02-29")]

    @Test(
        "before, after and same, with units for same",
        arguments: [
            ("IS_BEFORE('2024-01-30', {D})", true), ("IS_BEFORE({D}, {D})", false),
            ("IS_AFTER({D}, '2024-01-31')", true),
            ("IS_AFTER({D}, '2024-01-31T05:06:07.089Z')", false), ("IS_SAME({D}, '2024-01-31')", false),
            ("IS_SAME({D}, '2024-01-31T06:06:07.089+01:00')", true), ("IS_SAME({D},'2024-01-31','day')", true),
            ("IS_SAME({D},'2024-02-01','day')", false), ("IS_SAME({D},'2024-01-31T05:00:00Z','hours')", true),
            ("IS_SAME({D},'2024-01-31T05:06:07Z','second')", true),
            ("IS_SAME({D},'2024-01-31T05:06:07Z','milliseconds')", false),
            ("IS_SAME({D},'2024-01-28','week')", true), ("IS_SAME({D},'2024-01-27','week')", false),
            ("IS_SAME({D},'2024-01-01','month')", true), ("IS_SAME({D},'2023-01-31','month')", false),
            ("IS_SAME({D},'2024-03-31','quarter')", true), ("IS_SAME({D},'2024-04-01','quarter')", false),
            ("IS_SAME({D},'2024-12-31','years')", true), ("IS_SAME('1969-12-31T23:00:00Z','1969-12-31','day')", true),
        ] as [(String, Bool)])
    func comparisons(_ text: String, _ expected: Bool) throws {
        #expect(try evaluate(text, Self.cells) == .boolean(expected))
    }

    @Test(
        "a blank, a word or an unknown unit in place of a date or unit is an error",
        arguments: [
            "IS_BEFORE({None}, '2024-01-31')", "NOT(IS_AFTER({None}, '2024-01-31'))", "IS_SAME({D}, 'soon')",
            "IS_SAME({D},{D},'d')",
            "IS_SAME({D},{D},'fortnight')", "IS_SAME({D},{D},'')", "IS_SAME({D},{D},1)", "YEAR({None})", "YEAR(5)",
            "DATEADD({D},1,'lustra')",
            "DATEADD({D},1.5,'days')", "DATEADD({D},10000,'years')", "DATEADD({D},9223372036854775807,'weeks')",
            "DATEADD({D},-3000,'years')", "DATETIME_PARSE('31.1.2024')", "DATETIME_PARSE('2024-02-30')",
            "DATETIME_PARSE('')",
            "DATETIME_FORMAT({D},'LLLL')", "DATETIME_FORMAT({D},'Do')", "DATETIME_FORMAT({D},'YYYYY')",
            "DATETIME_FORMAT({D},'[open')",
            "WEEKDAY({D},'Friday')", "DATEADD('2024-01-31', 9007199254740993, 'milliseconds')",
        ])
    func refusals(_ text: String) throws { #expect(try evaluate(text, Self.cells) == .error) }

    @Test(
        "DATEADD keeps to the calendar",
        arguments: [
            ("DATEADD('2024-01-31', 1, 'month')", "2024-02-29"), ("DATEADD('2023-01-31', 1, 'months')", "2023-02-28"),
            ("DATEADD('2024-02-29', 1, 'year')", "2025-02-28"), ("DATEADD('2024-02-29', -4, 'years')", "2020-02-29"),
            ("DATEADD('2024-12-31', 1, 'day')", "2025-01-01"), ("DATEADD('2024-03-01', -1, 'days')", "2024-02-29"),
            ("DATEADD('2024-01-31', 1, 'quarters')", "2024-04-30"), ("DATEADD('2024-01-31', 2, 'weeks')", "2024-02-14"),
            ("DATEADD('2024-01-15', -1, 'month')", "2023-12-15"),
            ("DATEADD('2024-01-31', 36, 'hours')", "2024-02-01T12:00:00.000Z"),
            ("DATEADD({D}, 1, 'milliseconds')", "2024-01-31T05:06:07.090Z"),
            ("DATEADD({D}, -7, 'seconds')", "2024-01-31T05:06:00.089Z"),
        ] as [(String, String)])
    func additions(_ text: String, _ expected: String) throws {
        #expect(try evaluate(text, Self.cells) == .at(expected))
    }

    @Test(
        "DATETIME_DIFF counts whole units from the second to the first, seconds unless said",
        arguments: [
            ("DATETIME_DIFF('2024-01-02','2024-01-01')", 86_400), ("DATETIME_DIFF('2024-01-01','2024-01-02')", -86_400),
            ("DATETIME_DIFF('2024-01-02','2024-01-01','hours')", 24),
            ("DATETIME_DIFF('2024-01-02T23:59:00Z','2024-01-01','days')", 1),
            ("DATETIME_DIFF('2024-01-01','2024-01-02T23:59:00Z','days')", -1),
            ("DATETIME_DIFF('2024-01-15','2024-01-01','weeks')", 2),
            ("DATETIME_DIFF('2024-02-29','2024-01-31','months')", 1),
            ("DATETIME_DIFF('2024-02-28','2024-01-31','months')", 0),
            ("DATETIME_DIFF('2024-03-15','2024-01-16','months')", 1),
            ("DATETIME_DIFF('2024-01-16','2024-03-15','months')", -1),
            ("DATETIME_DIFF('2025-01-01','2024-01-01','quarters')", 4),
            ("DATETIME_DIFF('2024-12-31','2024-01-01','years')", 0),
            ("DATETIME_DIFF('2026-01-01','2024-01-01','years')", 2), ("DATETIME_DIFF({D},{D},'milliseconds')", 0),
        ] as [(String, Double)])
    func differences(_ text: String, _ expected: Double) throws {
        #expect(try evaluate(text, Self.cells) == .number(expected))
    }

    @Test(
        "DATETIME_FORMAT writes the tokens of Moment.js in English and UTC",
        arguments: [
            ("YYYY-MM-DD", "2024-01-31"), ("YYYY-MM-DDTHH:mm:ss.SSS[Z]", "2024-01-31T05:06:07.089Z"),
            ("YY/M/D", "24/1/31"),
            ("dddd, MMMM D", "Wednesday, January 31"), ("ddd MMM", "Wed Jan"), ("h:mm A", "5:06 AM"), ("hh a", "05 am"),
            ("H m s", "5 6 7"),
            ("SSS SS S", "089 08 0"), ("Q DDD DDDD d", "1 31 031 3"), ("X x", "1706677567 1706677567089"),
            ("Z ZZ", "+00:00 +0000"),
            ("[at] YYYY", "at 2024"), ("", ""),
        ] as [(String, String)])
    func formats(_ pattern: String, _ expected: String) throws {
        #expect(try evaluate("DATETIME_FORMAT({D},'\(pattern)')", Self.cells) == .text(expected))
    }

    @Test(
        "the half-day clock has no hour 0",
        arguments: [("00:00", "12 AM"), ("11:59", "11 AM"), ("12:00", "12 PM"), ("13:00", "1 PM"), ("23:59", "11 PM")])
    func halfDays(_ time: String, _ expected: String) throws {
        #expect(try evaluate("DATETIME_FORMAT('2024-01-31T\(time):00Z','h A')") == .text(expected))
    }

    @Test(
        "DATETIME_PARSE reads ISO, or a pattern exactly",
        arguments: [
            ("'2024-01-31'", "2024-01-31T00:00:00Z"), ("'2024-01-31T05:06Z'", "2024-01-31T05:06:00Z"),
            ("'2024-01-31 05:06:07'", "2024-01-31T05:06:07Z"),
            ("'2024-01-31T05:06:07.0899+02:00'", "2024-01-31T03:06:07.089Z"),
            ("'2024-01-31T05:06:07.1-0130'", "2024-01-31T06:36:07.100Z"), ("{D}", "2024-01-31T05:06:07.089Z"),
            ("'31.1.2024','D.M.YYYY'", "2024-01-31T00:00:00Z"),
            ("'01/31/24 5:06 pm','MM/DD/YY h:mm a'", "2024-01-31T17:06:00Z"),
            ("'12:30 AM 2024','h:mm A YYYY'", "2024-01-01T00:30:00Z"),
            ("'20240131','YYYYMMDD'", "2024-01-31T00:00:00Z"),
            ("'January 2024','MMMM YYYY'", "2024-01-01T00:00:00Z"),
            ("'31 jan 1970','DD MMM YYYY'", "1970-01-31T00:00:00Z"),
            ("'1706677567','X'", "2024-01-31T05:06:07Z"), ("'1706677567089','x'", "2024-01-31T05:06:07.089Z"),
            ("'2024-01-31T05:06:07.089+02:00','YYYY-MM-DDTHH:mm:ss.SSSZ'", "2024-01-31T03:06:07.089Z"),
        ] as [(String, String)])
    func parses(_ arguments: String, _ expected: String) throws {
        #expect(try evaluate("DATETIME_PARSE(\(arguments))", Self.cells) == .at(expected))
    }

    @Test(
        "what is not written in the pattern is not read",
        arguments: [
            ("31.1.24", "D.M.YYYY"), ("31.1.2024 ", "D.M.YYYY"), ("30.2.2024", "D.M.YYYY"), ("31.1", "D.M"),
            ("13 pm 2024", "h a YYYY"),
            ("0 am 2024", "h a YYYY"), ("Foo 2024", "MMMM YYYY"), ("2024-1-31", "YYYY-MM-DD"),
            ("25:00 2024", "HH:mm YYYY"),
            ("Wed 2024", "ddd YYYY"), ("999999999999", "X"),
        ] as [(String, String)])
    func misfits(_ text: String, _ pattern: String) throws {
        #expect(try evaluate("DATETIME_PARSE('\(text)','\(pattern)')") == .error)
    }

    @Test(
        "parts of a date",
        arguments: [
            ("YEAR({D})", .number(2024)), ("MONTH({D})", .number(1)), ("DAY({D})", .number(31)),
            ("HOUR({D})", .number(5)),
            ("MINUTE({D})", .number(6)), ("SECOND({D})", .number(7)), ("WEEKDAY({D})", .number(3)),
            ("WEEKDAY('2024-02-04')", .number(0)),
            ("WEEKDAY('2024-02-04','Monday')", .number(6)), ("WEEKDAY('2024-02-04','Sunday')", .number(0)),
            ("DATESTR({D})", .text("2024-01-31")), ("TIMESTR({D})", .text("05:06:07")),
            ("TIMESTR({Day})", .text("00:00:00")),
            ("YEAR('0100-01-01')", .number(100)), ("DATESTR('9999-12-31')", .text("9999-12-31")),
        ] as [(String, FormulaValue)])
    func parts(_ text: String, _ expected: FormulaValue) throws {
        #expect(try evaluate(text, Self.cells) == expected)
    }

    @Test("an instant beyond the calendar is its nearer end, and can be counted with")
    func extremes() throws {
        let cells: [String: FormulaValue] = [
            "A": .dateTime(FormulaDate(milliseconds: .min, hasTime: true)),
            "B": .dateTime(FormulaDate(milliseconds: .max, hasTime: true)),
        ]
        #expect(try evaluate("{A}&''", cells) == "0001-01-01T00:00:00.000Z")
        #expect(try evaluate("{B}&''", cells) == "9999-12-31T23:59:59.999Z")
        #expect(try evaluate("DATETIME_DIFF({B},{A},'days')", cells) == 3_652_058)
        #expect(try evaluate("DATETIME_DIFF({A},{B},'years')", cells) == -9_998)
        #expect(try evaluate("IS_SAME({A},{B},'week')", cells) == false)
        #expect(try evaluate("DATEADD({B},1,'milliseconds')", cells) == .error)
        #expect(try evaluate("DATETIME_PARSE('0001-01-01T00:00:00+01:00')") == .error)
    }

    @Test("all days of 800 years follow each other as a calendar kept by hand says")
    func calendar() {
        var year = 1600
        var month = 1
        var day = 1
        var weekday = 6  // 1600-01-01 was a Saturday
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var mistakes = 0
        for number in -135_140...157_053 {
            let milliseconds = Int64(number) * 86_400_000
            let time = FormulaDate(milliseconds: milliseconds + 86_399_999, hasTime: true).civil
            if (time.year, time.month, time.day, time.weekday) != (year, month, day, weekday) { mistakes += 1 }
            if FormulaDate(time, hasTime: true).milliseconds != milliseconds + 86_399_999 { mistakes += 1 }
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let length = month == 2 && isLeap ? 29 : lengths[month - 1]
            weekday = (weekday + 1) % 7
            day += 1
            if day > length { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
        #expect(mistakes == 0)
        #expect((year, month, day) == (2400, 1, 1))
    }
}
