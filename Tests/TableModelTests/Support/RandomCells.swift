import JSONText
import TestSupport

@testable import TableModel

/// Fields of every writable type, and source values for them.
enum RandomCells {
    private static let choices = ["Red", "Navy, dark", "\"", "a\"b", " spaced ", "é", "comma,", "Ünï 👩‍👩‍👧"]
    static let fields: [FieldSchema] = [
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

    /// Something that the field may well take, and now and then something that it may not.
    static func source(for field: FieldSchema, _ random: inout SeededGenerator) -> FieldValue {
        let words =
            choices + ["", " ", "x\ny", ",", "{\"text\":\"t\"}", "[1]", "tail \n", "* x", "e\u{301}", "true", "12.5%"]
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
                [
                    .object(["id": "att1", "url": "https://x.io/y"]),
                    .object(["url": "https://x.io/z%20%C3%A9.png?a=b"]),
                ],
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
}
