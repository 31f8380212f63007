import JSONText
import TableModel
import TestSupport

/// Fields of every type that is written and compared, and values for them as sources have them: mostly what the field takes,
/// in every form that it takes, and now and then what it may refuse.
enum CellSources {
    private static let choices = ["Red", "Navy, dark", "\"", "a\"b", "é", "comma,", "Ünï 👩‍👩‍👧"]
    private static let words =
        choices + [
            "", " ", "two words", "tail \n", " head", "x\ny", "x\r\ny\t", ",", "e\u{301}", "true", "12.5%", "0",
            "recAAAAAAAAAAAAAA", "ada@x.io", "{\"text\":\"t\"}", "[1]", "\u{feff}bom", "nbsp\u{a0}",
        ]
    private static let markdown = [
        "* x", "*x*", "**b** _i_", "__b__ *i*", "# Head\nText", "1) a\n2) b", "- a\n  - b", "+ a", "a\\_b",
        "[l](http://x.io)",
        "<http://x.io>", "`code`", "```\ncode\n```", "> quote", "~~s~~", "a  \nb", "\n\n\na\n\n\n", "[ ] todo",
        "[x] done", "***",
    ]
    static let collaborator = (id: "usrAAAAAAAAAAAAAA", email: "ada@x.io")
    static let otherCollaborator = (id: "usrBBBBBBBBBBBBBB", email: "bob@x.io")

    /// The fields of a table, named after their types and places; the first is a text, for the key.
    ///
    /// - Parameter linked: The table that links lead to.
    static func fields(linked: JSONValue) -> [JSONValue] {
        let selects: JSONValue = ["choices": .array(choices.map { ["name": .string($0)] })]
        func zoned(_ zone: String) -> JSONValue {
            ["dateFormat": ["name": "iso"], "timeFormat": ["name": "24hour"], "timeZone": .string(zone)]
        }
        let types: [(String, JSONValue?)] = [
            ("singleLineText", nil), ("singleLineText", nil), ("multilineText", nil), ("richText", nil), ("email", nil),
            ("url", nil), ("phoneNumber", nil), ("number", ["precision": 0]), ("number", ["precision": 8]),
            ("currency", ["precision": 2, "symbol": "$"]), ("percent", ["precision": 1]),
            ("duration", ["durationFormat": "h:mm"]), ("duration", ["durationFormat": "h:mm:ss"]),
            ("duration", ["durationFormat": "h:mm:ss.SSS"]),
            ("rating", ["icon": "star", "max": 5, "color": "yellowBright"]),
            ("checkbox", ["icon": "check", "color": "greenBright"]), ("singleSelect", selects),
            ("multipleSelects", selects), ("date", ["dateFormat": ["name": "iso"]]), ("dateTime", zoned("utc")),
            ("dateTime", zoned("client")), ("dateTime", zoned("Europe/Berlin")),
            ("multipleRecordLinks", ["linkedTableId": linked]), ("singleCollaborator", nil),
            ("multipleCollaborators", nil), ("barcode", nil),
        ]
        return types.enumerated().map { place, type in
            var field: JSONObject = ["name": .string("\(type.0) \(place)"), "type": .string(type.0)]
            field["options"] = type.1
            return .object(field)
        }
    }

    /// A row with a cell for each field, of which at most one is of no form that its field is known to take.
    ///
    /// - Parameters:
    ///   - key: The cell of the first field.
    ///   - linked: Ids and names of records that links may lead to.
    static func row(
        _ key: FieldValue, of fields: [FieldSchema], linked: [String], typecast: Bool, _ random: inout SeededGenerator
    ) -> Fields {
        let odd = Int.random(in: 1..<(2 * fields.count), using: &random)
        let values = fields.enumerated().map { place, field -> FieldValue in
            if place == 0 { return key }
            if place == odd { return .string(word(&random)) }
            let value = value(for: field, linked: linked, &random)
            guard field.type != .multipleRecordLinks else { return value }
            let isTaken = (try? CellConverter(field: field, typecast: typecast).value(from: value)) != nil
            return isTaken ? value : .null
        }
        return Fields(uniqueNames: fields.map(\.name), values: values)
    }

    private static func value(for field: FieldSchema, linked: [String], _ random: inout SeededGenerator) -> FieldValue {
        if Int.random(in: 0..<8, using: &random) == 0 { return value(among: [.null, ""], &random) }
        switch field.type {
        case .richText: return .string((0...1).map { _ in text(among: markdown, &random) }.joined(separator: "\n"))
        case .number, .currency, .percent: return number(&random)
        case .rating: return value(among: [.number(Double(Int.random(in: 1...5, using: &random))), "3", 0], &random)
        case .duration: return duration(&random)
        case .checkbox: return value(among: [true, false, "yes", "0", 1, "x", .null], &random)
        case .singleSelect: return .string(text(among: choices, &random))
        case .multipleSelects: return several(choices, &random)
        case .date: return .string(day(&random))
        case .dateTime: return instant(&random)
        case .multipleRecordLinks: return several(linked, &random)
        case .singleCollaborator: return value(among: people, &random)
        case .multipleCollaborators:
            return value(
                among: [value(among: people, &random), .list(people.shuffled(using: &random)), "ada@x.io, bob@x.io"],
                &random)
        case .barcode:
            return value(
                among: [.string(word(&random)), .object(["text": .string(word(&random)), "type": "upce"])], &random)
        default: return .string(word(&random))
        }
    }

    private static let people: [FieldValue] = [
        .string(collaborator.email), .string(otherCollaborator.id), .object(["id": .string(collaborator.id)]),
        .object(["email": .string(otherCollaborator.email)]),
    ]

    private static func word(_ random: inout SeededGenerator) -> String { text(among: words, &random) }

    private static func several(_ elements: [String], _ random: inout SeededGenerator) -> FieldValue {
        let some = elements.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
        let quoted = some.map {
            $0.contains { $0 == "," || $0 == "\"" } ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0
        }
        return Bool.random(using: &random)
            ? .list(some.map { .string($0) }) : .string(quoted.joined(separator: ", "))
    }

    private static func number(_ random: inout SeededGenerator) -> FieldValue {
        let any = Double(bitPattern: random.next())
        let small = Double.random(in: -1...1, using: &random)
        let cents = Double(Int.random(in: -100_000...100_000, using: &random)) / 100
        return value(
            among: [
                .number(any.isFinite ? any : 1), .number(small), .number(cents), .string("\(small)"),
                .string("\(cents)"),
                "12.5%", "1e3", "-0", "$1,234.50", "9007199254740993", 0.1, .number(0.1 + 0.2),
            ], &random)
    }

    private static func duration(_ random: inout SeededGenerator) -> FieldValue {
        let seconds = Int.random(in: -400_000...400_000, using: &random)
        let minutes = abs(seconds) / 60
        return value(
            among: [
                .number(Double(seconds)), .number(Double(seconds) / 1000), .string("\(seconds)"),
                .string("\(minutes):0\(abs(seconds) % 10)"),
                .string("\(minutes):00:0\(abs(seconds) % 10).\(abs(seconds) % 7)"),
            ], &random)
    }

    private static func day(_ random: inout SeededGenerator) -> String {
        let years = [1, 99, 100, 1582, 1900, 1969, 1970, 2000, 2024, 2026, 9999]
        let year = years[Int.random(in: years.indices, using: &random)]
        let padded = { (number: Int, width: Int) in
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        let month = Int.random(in: 1...12, using: &random)
        let day = Int.random(in: 1...28, using: &random)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private static func instant(_ random: inout SeededGenerator) -> FieldValue {
        let time = text(among: ["00:00", "23:59:59", "12:34:56.789", "02:30", "12:34:56.7"], &random)
        let zone = text(among: ["", "Z", "+05:30", "-11:00"], &random)
        let milliseconds = Int.random(in: -50_000_000_000_000...200_000_000_000_000, using: &random)
        return value(
            among: [
                .string(day(&random)), .string("\(day(&random))T\(time)\(zone)"), .string("\(day(&random)) \(time)"),
                .number(Double(milliseconds)),
            ], &random)
    }

    private static func value(among values: [FieldValue], _ random: inout SeededGenerator) -> FieldValue {
        values[Int.random(in: values.indices, using: &random)]
    }

    private static func text(among texts: [String], _ random: inout SeededGenerator) -> String {
        texts[Int.random(in: texts.indices, using: &random)]
    }
}
