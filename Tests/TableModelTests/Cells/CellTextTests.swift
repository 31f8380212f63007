import JSONText
import TestSupport
import Testing

@testable import TableModel

struct CellTextTests {
    @Test("cells are written as people write them")
    func texts() {
        let cases: [(FieldSchema?, FieldValue?, String)] = [
            (field(.checkbox), nil, ""), (field(.checkbox), true, "true"), (field(.checkbox), false, "false"),
            (field(.number), 0, "0"), (field(.number), 12.50, "12.5"), (field(.number), 1e21, "1e+21"),
            (field(.percent), 0.125, "12.5%"), (field(.duration, ["durationFormat": "h:mm"]), 5400, "1:30"),
            (field(.duration, ["durationFormat": "h:mm"]), 5401, "1:30:01"),
            (field(.duration, ["durationFormat": "h:mm:ss"]), -5400, "-1:30:00"),
            (field(.duration, ["durationFormat": "h:mm"]), 0.25, "0.25"),
            (
                field(.multipleSelects), ["Red", "Navy, dark", "\"q\"", " s "],
                "Red, \"Navy, dark\", \"\"\"q\"\"\", \" s \""
            ),
            (field(.singleCollaborator), .object(["id": "usr1", "email": "a@x.io", "name": "A"]), "a@x.io"),
            (field(.multipleCollaborators), [.object(["email": "a@x.io"]), .object(["id": "usr1"])], "a@x.io, usr1"),
            (field(.barcode), .object(["text": "400"]), "400"),
            (field(.barcode), .object(["text": "1", "type": "upce"]), #"{"text":"1","type":"upce"}"#),
            (field(.barcode), .object(["text": "{}"]), #"{"text":"{}"}"#),
            (field(.multipleAttachments), [.object(["id": "att1"])], #"[{"id":"att1"}]"#),
            (field(.rollup), .object(["specialValue": "NaN"]), #"{"specialValue":"NaN"}"#),
            (field(.multipleLookupValues), ["a", 1], "a, 1"), (nil, true, "true"), (nil, nil, ""),
            (field(.multipleLookupValues), [.object(["error": "#ERROR!"])], ##"[{"error":"#ERROR!"}]"##),
        ]
        for (field, value, text) in cases {
            #expect(CellText(field: field).text(of: value) == text)
        }
    }

    private static let choices = ["Red", "Navy, dark", "\"", "a\"b", " spaced ", "é", "comma,", "Ünï 👩‍👩‍👧"]
    private static let fields: [FieldSchema] = [
        field(.singleLineText), field(.multilineText), field(.richText), field(.email), field(.url),
        field(.phoneNumber),
        field(.number), field(.currency, ["symbol": "$"]), field(.percent), field(.duration),
        field(.duration, ["durationFormat": "h:mm"]), field(.duration, ["durationFormat": "h:mm:ss.SSS"]),
        field(.rating, ["max": 5]), field(.checkbox),
        field(.singleSelect, ["choices": .array(choices.map { ["name": .string($0)] })]),
        field(.multipleSelects, ["choices": .array(choices.map { ["name": .string($0)] })]),
        field(.multipleSelects), field(.singleSelect), field(.date), field(.dateTime, ["timeZone": "utc"]),
        field(.dateTime, ["timeZone": "Europe/Berlin"]), field(.multipleRecordLinks), field(.multipleAttachments),
        field(.singleCollaborator), field(.multipleCollaborators), field(.barcode),
    ]

    @Test(
        "what is exported converts to what the value itself converts to", arguments: fields, [21, 22, 23] as [UInt64])
    func roundTrip(field: FieldSchema, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let converter = CellConverter(field: field)
        let text = CellText(field: field)
        var accepted = 0
        for _ in 0..<400 {
            let source = Self.source(for: field, &random)
            guard let sent = try? converter.value(from: source) else { continue }
            accepted += 1
            let exported = text.text(of: sent)
            let again = try converter.value(from: .string(exported))
            #expect(
                CanonicalBytes(again) == CanonicalBytes(sent),
                "seed \(seed): \(source) was sent as \(sent), exported as \(exported)")
        }
        #expect(accepted > 100, "seed \(seed): too few values were accepted for the test to mean something")
    }

    /// Equality of values to the byte, without the canonical rules.
    private struct CanonicalBytes: Equatable {
        let bytes: [UInt8]
        init(_ value: FieldValue) { bytes = value.json.bytes }
    }

    /// Something that the field may well take, and now and then something that it may not.
    private static func source(for field: FieldSchema, _ random: inout SeededGenerator) -> FieldValue {
        let words = choices + ["", " ", "x\ny", ",", "{\"text\":\"t\"}", "[1]", "tail \n", "e\u{301}", "true", "12.5%"]
        let word = words.randomElement(using: &random) ?? ""
        let ids = ["recAAAAAAAAAAAAAA", "recbbbbbbbbbbbbbb", "recCCCCCCCCCCCCCC"]
        switch field.type {
        case .number, .currency, .percent, .rating:
            let double = Double(bitPattern: random.next())
            let number: FieldValue =
                switch Int.random(in: 0..<5, using: &random) {
                case 0: double.isFinite ? .number(double) : 1
                case 1: .number(Double(Int.random(in: 1...5, using: &random)))
                case 2: .string("\(Double.random(in: -1...1, using: &random))")
                case 3: .string("\(Int.random(in: 1...5, using: &random))")
                default: .number(Double.random(in: -1000...1000, using: &random))
                }
            return field.type == .rating ? .number(Double(Int.random(in: 0...6, using: &random))) : number
        case .duration:
            let seconds = Int.random(in: -400_000...400_000, using: &random)
            return switch Int.random(in: 0..<4, using: &random) {
            case 0: .number(Double(seconds))
            case 1: .number(Double(seconds) / 1000)
            case 2: .string("\(abs(seconds) / 60):00:0\(abs(seconds) % 10).\(abs(seconds) % 7)")
            default: .string("\(seconds)")
            }
        case .checkbox: return [true, false, "yes", "0", 1, .null].randomElement(using: &random) ?? .null
        case .multipleSelects:
            return Bool.random(using: &random)
                ? .list(words.shuffled(using: &random).prefix(3).map { .string($0) })
                : .string(ListText.joined(choices.shuffled(using: &random).prefix(3)))
        case .date:
            return .string(CivilDate(daysSince1970: .random(in: -600_000...2_900_000, using: &random)).text)
        case .dateTime:
            let instant = Int.random(in: -50_000_000_000_000...200_000_000_000_000, using: &random)
            let text = CivilTime.text(millisecondsSince1970: instant) ?? ""
            return [
                .number(Double(instant)), .string(text), .string(String(text.dropLast())),
                .string(text.dropLast() + "+05:30"),
            ]
            .randomElement(using: &random) ?? .null
        case .multipleRecordLinks: return .list(ids.shuffled(using: &random).prefix(2).map { .string($0) })
        case .multipleAttachments:
            return [
                "https://x.io/a,b https://x.io/c", [.object(["url": "https://x.io/a b", "filename": "a, b.png"])],
                [.object(["id": "att1", "url": "https://x.io/"]), .object(["url": "https://x.io/"])],
            ].randomElement(using: &random) ?? .null
        case .singleCollaborator, .multipleCollaborators:
            return [
                "ada@x.io", "usrAAAAAAAAAAAAAA", .object(["id": "usrAAAAAAAAAAAAAA", "email": "ada@x.io"]),
                .object(["id": "usrBBBBBBBBBBBBBB"]), .null,
            ].randomElement(using: &random) ?? .null
        case .barcode:
            return Bool.random(using: &random) ? .string(word) : .object(["text": .string(word), "type": "upce"])
        default: return .string(word)
        }
    }

    @Test("any list of texts reads back from its text", arguments: [31, 32] as [UInt64])
    func lists(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters: [Character] = ["a", ",", "\"", " ", "\n", "é", "\t", "b"]
        for _ in 0..<3000 {
            let elements = (0..<Int.random(in: 0...4, using: &random)).map { _ in
                String(
                    (0..<Int.random(in: 1...5, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a"
                    })
            }
            #expect(ListText.elements(of: ListText.joined(elements)) == elements, "seed \(seed)")
        }
    }
}
