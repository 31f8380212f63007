import TableModel
import TableSync
import Testing

@testable import TableSyncCommand

/// Plans as people read them, to the letter.
@Suite struct PlanTextTests {
    private static let fields = [
        FieldSchema(id: FieldID(unchecked: "fld1"), name: "email", type: .email),
        FieldSchema(id: FieldID(unchecked: "fld2"), name: "name", type: .singleLineText),
        FieldSchema(id: FieldID(unchecked: "fld3"), name: "seats", type: .number),
        FieldSchema(id: FieldID(unchecked: "fld4"), name: "share", type: .percent),
    ]
    private static let lines = PlanLines(ManagedFields(fields, key: [fields[0]]))
    private static let mark = Fingerprint(of: [])
    private static let id = RecordID(unchecked: "recAAAAAAAAAAAAAA")

    private func create(_ fields: Fields) -> PlanOperation {
        .create(PlannedCreate(line: 2, key: ["a@b.c"], fields: fields, source: Self.mark))
    }

    @Test func `a created record is headed by its key and shows the cells that it gets`() {
        #expect(
            Self.lines.line(create(["email": "a@b.c", "name": "Ada", "seats": .null, "share": 0.125]))
                == "+ a@b.c  name: Ada, share: 12.5%")
        #expect(Self.lines.line(create(["email": "a@b.c"])) == "+ a@b.c")
    }

    @Test func `an updated record shows both sides of each cell that changes`() {
        let update = PlannedUpdate(
            line: 3, id: Self.id, key: ["a@b.c"], before: ["name": "Ada", "seats": 3],
            after: ["name": .null, "seats": 4],
            seen: Self.mark, source: nil)
        #expect(Self.lines.line(.update(update)) == "~ a@b.c  name: Ada → (blank), seats: 3 → 4")
    }

    @Test func `a deleted record shows what is lost`() {
        let delete = PlannedDelete(
            id: Self.id, key: ["a@b.c"], before: ["email": "a@b.c", "name": "Ada"], seen: Self.mark)
        #expect(Self.lines.line(.delete(delete)) == "- a@b.c  name: Ada")
    }

    @Test func `rows that change nothing have no line`() {
        #expect(Self.lines.line(.unchanged(line: 2, key: ["a", "b"])) == nil)
        #expect(Self.lines.line(.adopt([])) == nil)
        let skipped = SkippedRow(line: 2, key: ["a"], reason: RowFailure(.notInTable, message: "None."))
        #expect(Self.lines.line(.skipped(skipped)) == nil)
    }

    @Test func `long cells are cut, and line breaks do not break the line`() {
        let long = String(repeating: "x", count: 41)
        #expect(
            Self.lines.line(create(["name": .string("a\nb\r\nc")])) == "+ a@b.c  name: a⏎b⏎c")
        #expect(
            Self.lines.line(create(["name": .string(long)]))
                == "+ a@b.c  name: \(String(repeating: "x", count: 39))…")
        #expect(
            Self.lines.line(create(["name": .string(String(long.dropLast()))]))
                == "+ a@b.c  name: \(String(repeating: "x", count: 40))")
    }

    @Test(arguments: [
        ("\u{1B}[2Jx", "\u{FFFD}[2Jx"), ("a\tb", "a⇥b"), ("a\u{9B}b", "a\u{FFFD}b"), ("a\u{202E}b", "a\u{FFFD}"),
        ("a\u{2028}b", "a⏎b"), ("👩‍🚀 é", "👩‍🚀 é"),
    ])
    func `nothing that a terminal would obey is shown`(_ text: String, _ shown: String) {
        let line = Self.lines.line(create(["name": .string(text)])) ?? ""
        #expect(line.hasPrefix("+ a@b.c  name: \(shown)"))
        let isObeyed = line.unicodeScalars.contains {
            $0.properties.generalCategory == .control || $0.properties.isBidiControl
        }
        #expect(!isObeyed)
        let key = PlannedCreate(line: 2, key: [text], fields: [:], source: Self.mark)
        #expect(Self.lines.line(.create(key))?.contains("\u{1B}") == false)
    }

    @Test func `of many fields the rest is counted`() {
        let fields = Fields((1...8).map { ("f\($0)", FieldValue.string("x")) })
        #expect(
            Self.lines.line(create(fields)) == "+ a@b.c  f1: x, f2: x, f3: x, f4: x, f5: x, f6: x, 2 more fields")
    }

    @Test func `rows that are not shown are counted`() {
        #expect(PlanLines.rest(1_204) == "… and 1,204 more")
    }

    @Test func `the last line has the totals, the requests and the time`() {
        var counts = PlanCounts()
        (counts.create, counts.update, counts.delete, counts.unchanged) = (12, 30, 3, 9_955)
        let cost = PlanCost(
            made: 2, writes: 5, preImages: 1, deletes: 1, verification: 2, duration: .milliseconds(1_400))
        #expect(
            PlanFooter(counts: counts, cost: cost).text
                == "Plan: 12 to create, 30 to update, 3 to delete, 9,955 unchanged. 7 requests, about 1.4 s.")
    }

    @Test(arguments: [
        (100_000, "0.007"), (1_000, "0.7"), (50, "14"), (7, "100"), (2_000, "0.35"), (1_000_000_000, "less than 0.01"),
    ])
    func `the share of the month's calls is told if somebody has said how many there are`(
        _ monthlyCalls: Int, _ percent: String
    ) {
        var counts = PlanCounts()
        counts.update = 42
        let cost = PlanCost(made: 2, writes: 5, preImages: 1, deletes: 1, verification: 2)
        let footer = PlanFooter(counts: counts, cost: cost, monthlyCalls: monthlyCalls)
        #expect(
            footer.text
                == "Plan: 42 to update. 7 requests, \(percent) % of \(Wording.count(monthlyCalls)) monthly calls.")
    }

    @Test func `requests that verify are among those to come if they are sent`() {
        var counts = PlanCounts()
        counts.create = 1
        let cost = PlanCost(made: 2, writes: 1, preImages: 0, deletes: 0, verification: 1)
        #expect(PlanFooter(counts: counts, cost: cost, verifies: true).text == "Plan: 1 to create. 2 requests.")
    }

    @Test func `a plan without a change says so`() {
        var counts = PlanCounts()
        let cost = PlanCost(made: 2, writes: 0, preImages: 0, deletes: 0, verification: 0)
        #expect(PlanFooter(counts: counts, cost: cost).text == "Plan: no rows. Nothing is to be done.")
        (counts.unchanged, counts.skipped) = (250, 1)
        #expect(PlanFooter(counts: counts, cost: cost).text == "Plan: 250 unchanged, 1 skipped. Nothing is to be done.")
    }

    @Test(
        arguments: [
            ("90s", 90), ("30m", 1_800), ("24h", 86_400), ("7d", 604_800), ("0s", 0), ("24", nil), ("h", nil),
            ("-1h", nil),
            ("1.5h", nil), ("", nil), ("9223372036854775807d", nil),
        ] as [(String, Int?)])
    func `an age is a number and a unit`(_ text: String, _ seconds: Int?) {
        #expect(Age(argument: text)?.duration == seconds.map { .seconds($0) })
    }
}
