import FoundationEssentials
import TableModel
import Testing

@testable import AirtableAPI

@Suite struct FormulaTests {
    @Test(
        "texts are quoted so that nothing breaks out of them",
        arguments: [
            ("plain", "'plain'"), ("O'Reilly", #"'O\'Reilly'"#), (#"a\b"#, #"'a\\b'"#), (#"\'"#, #"'\\\''"#),
            (#"say "hi""#, #"'say "hi"'"#), ("", "''"), ("a\nb", "'a\nb'"), ("{x}", "'{x}'"),
            ("e\u{301}'", "'e\u{301}\\''"),
            ("x'\u{301}", "'x\\'\u{301}'"),
        ])
    func quoting(text: String, literal: String) {
        #expect(Formula.text(text).description == literal)
    }

    @Test(
        "field names keep everything but the closing brace",
        arguments: [("Name", "{Name}"), ("a}b", #"{a\}b}"#), ("It's", "{It's}"), ("{x", "{{x}"), (#"a\b"#, #"{a\b}"#)])
    func fieldNames(name: String, reference: String) {
        #expect(Formula.field(name).description == reference)
    }

    @Test(
        "numbers are written in plain decimals that read back the same",
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-3, "-3"), (1.5, "1.5"), (0.1, "0.1"), (-0.25, "-0.25"), (100, "100"),
            (1e16, "10000000000000000"), (1e21, "1000000000000000000000"), (1e-5, "0.00001"), (1.25e-7, "0.000000125"),
            (123456.789, "123456.789"), (9_007_199_254_740_992, "9007199254740992"), (1.5e20, "150000000000000000000"),
            (.infinity, "ERROR()"), (.nan, "ERROR()"),
        ] as [(Double, String)])
    func numbers(value: Double, text: String) {
        #expect(Formula.number(value).description == text)
        if value.isFinite { #expect(Double(text) == value) }
    }

    @Test("random numbers read back the same", arguments: [1, 2, 3] as [UInt64])
    func randomNumbers(seed: UInt64) {
        var state = seed
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Double(bitPattern: state)
            guard value.isFinite, value.magnitude > 1e-300 else { continue }
            let text = Formula.number(value).description
            #expect(Double(text) == value, "seed \(seed): \(value) was written \(text)")
            #expect(!text.contains("e"))
        }
    }

    @Test("conditions are written as the service's language has them")
    func conditions() {
        let name = Formula.field("Name")
        let date = Date(timeIntervalSince1970: 1_768_478_400.25)
        let table: [(Formula, String)] = [
            (name.equals("x"), "{Name}='x'"), (name.differs(from: 3), "{Name}!=3"),
            (name.isLess(than: 1.5), "{Name}<1.5"),
            (name.isAtMost(2), "{Name}<=2"), (name.isGreater(than: 2), "{Name}>2"), (name.isAtLeast(2), "{Name}>=2"),
            (name.equals("x") && name.isBlank, "AND({Name}='x',{Name}&''='')"),
            (name.equals("x") || .recordID.equals("y"), "OR({Name}='x',RECORD_ID()='y')"), (!name, "NOT({Name})"),
            (name.contains("a'b"), #"FIND('a\'b',{Name})>0"#), (.all([]), "TRUE()"), (.any([]), "FALSE()"),
            (.all([name]), "{Name}"), (.any([name, name]), "OR({Name},{Name})"),
            (name.isDay("2026-03-01"), "DATETIME_FORMAT({Name},'YYYY-MM-DD')='2026-03-01'"),
            (name.isAfter(date), "IS_AFTER({Name},DATETIME_PARSE('2026-01-15T12:00:00.250Z'))"),
            (name.isBefore(date), "IS_BEFORE({Name},DATETIME_PARSE('2026-01-15T12:00:00.250Z'))"),
            (name.equals(1).equals(1), "({Name}=1)=1"), (Formula.raw("1+1").equals(2), "(1+1)=2"),
            (.joined([name, .comparison(1, .less, 2)]), "{Name}&(1<2)"), (.joined([]), "''"),
        ]
        for (formula, text) in table { #expect(formula.description == text) }
    }
}

@Suite struct RecordFilterTests {
    private func formulaText(_ filter: RecordQuery.Filter, scope: String? = nil) -> String? {
        RecordSelection(filter, scope: scope).formulaText
    }

    @Test("ids are looked for one by one, and all records need no formula")
    func ids() {
        #expect(formulaText(.all) == nil)
        #expect(formulaText(.ids([Sample.record(1)])) == "RECORD_ID()='rec00000000000001'")
        #expect(
            formulaText(.ids([Sample.record(1), Sample.record(2)]))
                == "OR(RECORD_ID()='rec00000000000001',RECORD_ID()='rec00000000000002')")
        #expect(formulaText(.ids([])) == "FALSE()")
        #expect(formulaText(.formula("{x}")) == "{x}")
        #expect(formulaText(.matching(.field("x").equals(1))) == "{x}=1")
    }

    @Test("a creation time takes in its whole second")
    func created() {
        let text = "IS_AFTER(CREATED_TIME(),DATETIME_PARSE('2026-01-15T11:59:59.000Z'))"
        for fraction in [0, 0.25, 0.999] {
            let date = Date(timeIntervalSince1970: 1_768_478_400 + fraction)
            #expect(formulaText(.created(since: date)) == text)
        }
    }

    @Test("a time of modification takes in its whole second, and own writes are left out before theirs")
    func modified() {
        let since =
            "OR(IS_AFTER(LAST_MODIFIED_TIME(),DATETIME_PARSE('2026-01-15T11:59:59.000Z')),"
            + "IS_AFTER(CREATED_TIME(),DATETIME_PARSE('2026-01-15T11:59:59.000Z')))"
        let before = "IS_BEFORE(LAST_MODIFIED_TIME(),DATETIME_PARSE('2026-01-15T12:01:00.000Z'))"
        for fraction in [0, 0.25, 0.999] {
            let date = Date(timeIntervalSince1970: 1_768_478_400 + fraction)
            let until = date.addingTimeInterval(60)
            let one = OwnWrite(ids: [Sample.record(1)], until: until)
            let two = OwnWrite(ids: [Sample.record(2), Sample.record(3)], until: until)
            let none = OwnWrite(ids: [], until: until)
            #expect(formulaText(.modified(since: date)) == since)
            #expect(formulaText(.modified(since: date, except: [none])) == since)
            #expect(
                formulaText(.modified(since: date, except: [one, none, two]))
                    == "AND(\(since),NOT(AND(RECORD_ID()='rec00000000000001',\(before))),"
                    + "NOT(AND(OR(RECORD_ID()='rec00000000000002',RECORD_ID()='rec00000000000003'),\(before))))")
        }
    }

    @Test("a scope must hold besides every filter")
    func scope() {
        #expect(formulaText(.all, scope: "{x}=1") == "{x}=1")
        #expect(formulaText(.ids([Sample.record(1)]), scope: "{x}=1") == "AND({x}=1,RECORD_ID()='rec00000000000001')")
        #expect(formulaText(.formula("{y}"), scope: "OR({x},1)") == "AND(OR({x},1),{y})")
        #expect(formulaText(.ids([]), scope: "{x}") == "AND({x},FALSE())")
    }

    @Test(
        "a key is compared by its field's type",
        arguments: [
            (.singleLineText, "O'Neil", #"{K}='O\'Neil'"#), (.email, "a@x.io", "{K}='a@x.io'"),
            (.singleSelect, "Red", "{K}='Red'"), (.number, 7, "{K}=7"), (.number, 0, "AND({K}=0,NOT({K}&''=''))"),
            (.currency, 1.5, "{K}=1.5"), (.number, .null, "{K}&''=''"), (.singleLineText, "", "{K}&''=''"),
            (.checkbox, true, "{K}=1"), (.checkbox, false, "NOT({K})"), (.checkbox, .null, "NOT({K})"),
            (.date, "2026-03-01", "DATETIME_FORMAT({K},'YYYY-MM-DD')='2026-03-01'"),
            (
                .dateTime, "2026-03-01T10:30:00+01:00", "{K}=DATETIME_PARSE('2026-03-01T09:30:00.000Z')"
            ), (.dateTime, "soon", "{K}='soon'"), (.multipleSelects, ["Red"], "FIND(', Red, ',', '&{K}&', ')>0"),
            (
                .multipleSelects, ["Red", "Blue"],
                "AND(FIND(', Red, ',', '&{K}&', ')>0,FIND(', Blue, ',', '&{K}&', ')>0)"
            ), (.multipleSelects, ["a, b"], "FIND('a, b',{K}&'')>0"), (.multipleSelects, [], "{K}&''=''"),
            (.multilineText, "a\nb", "AND(NOT({K}&''=''),FIND('a',{K})>0,FIND('b',{K})>0)"),
            (.singleLineText, "a\n", "AND(NOT({K}&''=''),FIND('a',{K})>0)"), (.singleLineText, "\n", "NOT({K}&''='')"),
        ] as [(FieldType, FieldValue, String)])
    func keys(type: FieldType, value: FieldValue, formula: String) {
        let filter = RecordQuery.Filter.keys([[value]], of: [KeyField(name: "K", type: type)])
        #expect(formulaText(filter) == formula)
    }

    @Test("several keys of several fields are each one condition")
    func compoundKeys() {
        let fields = [KeyField(name: "A", type: .singleLineText), KeyField(name: "B", type: .number)]
        let filter = RecordQuery.Filter.keys([["x", 1], ["y", 2]], of: fields)
        #expect(formulaText(filter) == "OR(AND({A}='x',{B}=1),AND({A}='y',{B}=2))")
    }
}
