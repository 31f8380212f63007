import JSONText
import TestSupport
import Testing

@testable import TableModel

struct TypeInferenceTests {
    private static func draft(_ values: [FieldValue], asKey: Bool = false) -> FieldDraft {
        var inference = TypeInference(name: "Column", asKey: asKey)
        for value in values { inference.add(value) }
        return inference.draft
    }

    static let columns: [([FieldValue], FieldType, FieldType)] = [
        ([], .singleLineText, .singleLineText), (["", .null, "  ", []], .singleLineText, .singleLineText),
        (["1", "", "-2.5", " 3 "], .number, .number), ([1, "2", 2.5], .number, .number),
        (["0", "0.5"], .number, .number), (["00123"], .singleLineText, .singleLineText),
        (["1", "01"], .singleLineText, .singleLineText), (["1e3"], .singleLineText, .singleLineText),
        (["1,234.50"], .singleLineText, .singleLineText), (["+5"], .singleLineText, .singleLineText),
        (["1."], .singleLineText, .singleLineText), ([".5"], .singleLineText, .singleLineText),
        (["123456789012345"], .number, .number), (["1234567890123456"], .singleLineText, .singleLineText),
        (["$5"], .singleLineText, .singleLineText), (["12.5%", "3%"], .percent, .singleLineText),
        (["12.5%", "3"], .singleLineText, .singleLineText), (["true", "false"], .checkbox, .singleLineText),
        ([true, false, "true"], .checkbox, .singleLineText), (["yes", "no"], .singleLineText, .singleLineText),
        ([true, 1], .singleLineText, .singleLineText), (["2026-03-01", "2024-02-29"], .date, .date),
        (["2026-03-01", "2026-02-30"], .singleLineText, .singleLineText),
        (["2026-03-01", "2026-03-01T09:30:00Z"], .dateTime, .singleLineText),
        (["3/4/2024"], .singleLineText, .singleLineText), (["2026-03-01", "5"], .singleLineText, .singleLineText),
        (["ada@x.io", "b.c+d@mail.example.com"], .email, .singleLineText),
        (["ada@x.io", "ada"], .singleLineText, .singleLineText),
        (["https://x.io", "http://y.io/a?b"], .url, .singleLineText), (["x.io"], .singleLineText, .singleLineText),
        (["https://x.io", "see https://x.io"], .singleLineText, .singleLineText),
        (["+49 30 123456", "+1 (555) 010-9999"], .phoneNumber, .singleLineText),
        (["030 123456"], .singleLineText, .singleLineText), (["a", "b\nc"], .multilineText, .multilineText),
        (["1", "2\n3"], .multilineText, .multilineText), (["1", "x"], .singleLineText, .singleLineText),
        ([.object(["a": 1])], .singleLineText, .singleLineText), ([["a", "b"]], .singleLineText, .singleLineText),
        ([1, .object(["a": 1])], .singleLineText, .singleLineText),
    ]

    @Test("a column's type is the strictest that all its values have; a key's is one that can be matched on")
    func types() {
        for (values, type, keyType) in Self.columns {
            #expect(Self.draft(values).type == type, "\(values)")
            let asKey = Self.draft(values, asKey: true).type
            #expect(asKey == keyType, "\(values) as a key")
            #expect(RemoteLimits.airtable.mergeableTypes.contains(asKey))
        }
    }

    @Test("the drafts have the options that creating a table requires")
    func options() {
        #expect(Self.draft(["1.25", "3"]) == FieldDraft(name: "Column", type: .number, options: ["precision": 2]))
        #expect(Self.draft([1, 0.1]) == FieldDraft(name: "Column", type: .number, options: ["precision": 1]))
        #expect(Self.draft([3, 1e21]) == FieldDraft(name: "Column", type: .number, options: ["precision": 0]))
        #expect(Self.draft(["0.1234567891"]) == FieldDraft(name: "Column", type: .number, options: ["precision": 8]))
        #expect(Self.draft([1e-9]) == FieldDraft(name: "Column", type: .number, options: ["precision": 8]))
        #expect(Self.draft(["12.5%"]) == FieldDraft(name: "Column", type: .percent, options: ["precision": 1]))
        #expect(
            Self.draft(["true"])
                == FieldDraft(name: "Column", type: .checkbox, options: ["icon": "check", "color": "greenBright"]))
        #expect(
            Self.draft(["2026-03-01"])
                == FieldDraft(name: "Column", type: .date, options: ["dateFormat": ["name": "iso"]]))
        #expect(
            Self.draft(["2026-03-01T09:30"])
                == FieldDraft(
                    name: "Column", type: .dateTime,
                    options: ["dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"], "timeZone": "utc"]))
        #expect(Self.draft(["ada@x.io"]) == FieldDraft(name: "Column", type: .email))
    }

    private static func repeated(_ values: [FieldValue], _ count: Int) -> [FieldValue] {
        (0..<count).map { values[$0 % values.count] }
    }

    @Test("a select is guessed from 50 values on, of at most 12 short choices, each repeated 10 times")
    func select() {
        let colours: [FieldValue] = ["red", "green", "blue"]
        #expect(Self.draft(Self.repeated(colours, 49)).type == .singleLineText)
        let draft = Self.draft(Self.repeated(colours, 50))
        #expect(draft.type == .singleSelect)
        #expect(draft.options == ["choices": [["name": "red"], ["name": "green"], ["name": "blue"]]])
        #expect(Self.draft(Self.repeated(colours, 50), asKey: true).type == .singleLineText)
        let letters = (0..<13).map { FieldValue.string("choice \($0)") }
        #expect(Self.draft(Self.repeated(Array(letters.prefix(12)), 120)).type == .singleSelect)
        #expect(Self.draft(Self.repeated(Array(letters.prefix(12)), 119)).type == .singleLineText)
        #expect(Self.draft(Self.repeated(letters, 1300)).type == .singleLineText)
        let long = String(repeating: "x", count: 40)
        #expect(Self.draft(Self.repeated([.string(long)], 50)).type == .singleSelect)
        #expect(Self.draft(Self.repeated([.string(long + "x")], 50)).type == .singleLineText)
    }

    @Test(
        "a column is no select if its values are not tidy",
        arguments: [["red", "Red"], ["red", "red "], ["a\"b", "c"], ["a\nb", "c"]] as [[FieldValue]])
    func untidy(values: [FieldValue]) {
        #expect([.singleLineText, .multilineText].contains(Self.draft(Self.repeated(values, 100)).type))
    }

    @Test("several choices are guessed only where elements stand alone in some values and together in others")
    func multipleSelects() {
        let tags: [FieldValue] = ["red", "red, blue", "green, blue, red", "green"]
        let many = ["a", "b", "c", "d", "e", "f"]
        var combinations: [FieldValue] = many.map { .string($0) }
        for one in many { for other in many where one != other { combinations.append(.string("\(one), \(other)")) } }
        #expect(Self.draft(Self.repeated(tags, 100)).type == .multipleSelects)
        #expect(Self.draft(Self.repeated(combinations, 360)).type == .multipleSelects)
        #expect(Self.draft(Self.repeated(["Other", "Other, please specify", "None"], 100)).type == .singleSelect)
        let places: [FieldValue] = ["Berlin, Germany", "Paris, France", "Bonn, Germany", "Rome, Italy"]
        #expect(Self.draft(Self.repeated(places, 400)).type != .multipleSelects)
        #expect(Self.draft(Self.repeated(["a,b", "a"], 100)).type != .multipleSelects)
        let lists: [FieldValue] = [["a", "b"], ["c"], ["b"]]
        #expect(Self.draft(Self.repeated(lists, 100)).type == .multipleSelects)
        #expect(Self.draft(Self.repeated(lists, 49)).type == .singleLineText)
        #expect(Self.draft(Self.repeated(lists + ["a"], 100)).type == .singleLineText)
        #expect(Self.draft(Self.repeated([[1]], 100)).type == .singleLineText)
    }

    @Test("every value that a type was inferred from converts to it", arguments: [51, 52, 53, 54] as [UInt64])
    func convertible(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var kinds: Set<FieldType> = []
        let pools: [[FieldValue]] =
            Self.columns.map(\.0) + [
                ["red", "red, blue", "green, blue, red", "green"], ["a", "b"], [["a", "b"], ["c"]], [0.1, 1e-9, 1e21],
                ["-0", "0"], ["2026-03-01 10:00", "2026-03-01T10:00+0100"],
            ]
        for _ in 0..<500 {
            let pool =
                (pools.randomElement(using: &random) ?? [])
                + (Int.random(in: 0..<4, using: &random) == 0 ? pools.randomElement(using: &random) ?? [] : [])
            let count = Int.random(in: 0...120, using: &random)
            let values = pool.isEmpty ? [] : (0..<count).map { _ in pool.randomElement(using: &random) ?? .null }
            let asKey = Bool.random(using: &random)
            let draft = Self.draft(values, asKey: asKey)
            kinds.insert(draft.type)
            let converter = CellConverter(field: field(draft.type, draft.options, name: draft.name))
            for value in values {
                #expect(throws: Never.self, "seed \(seed): \(value) as \(draft)") { try converter.value(from: value) }
            }
        }
        #expect(kinds.count >= 10, "seed \(seed)")
    }
}
