import TableModel

/// A cell as it is compared in sorting (airtable-api.md 2.4 and 12 #36): blanks come first, texts compare without
/// regard to case and with numbers in them as numbers, selects by the order of their choices.
enum SortValue: Sendable, Hashable, Comparable {
    case blank
    case number(Double)
    case text(NaturalText)
    case positions([Int])

    init(_ cell: CellValue?, of field: FieldDefinition, _ display: CellDisplay) {
        switch cell {
        case nil: self = .blank
        case .text(let text): self = .text(NaturalText(text))
        case .number(let number): self = .number(number)
        case .checked: self = .number(1)
        case .choice(let id): self = .positions([Self.position(of: id, in: field)])
        case .choices(let ids): self = .positions(ids.map { Self.position(of: $0, in: field) })
        case .date(let date): self = .number(Double(date.daysSince1970))
        case .instant(let instant): self = .number(Double(instant.millisecondsSince1970))
        case .links(let ids):
            self = .text(NaturalText(display.names(of: ids, in: field).joined(separator: ", ")))
        case .attachments(let attachments): self = .number(Double(attachments.count))
        case .user(let user): self = .text(NaturalText(user.name))
        case .users(let users): self = .text(NaturalText(users.map(\.name).joined(separator: ", ")))
        case .barcode(let barcode): self = .text(NaturalText(barcode.text))
        }
    }

    static func < (left: SortValue, right: SortValue) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        case (.positions(let left), .positions(let right)): left.lexicographicallyPrecedes(right)
        default: left.rank < right.rank
        }
    }

    private var rank: Int {
        switch self {
        case .blank: 0
        case .number: 1
        case .text: 2
        case .positions: 3
        }
    }

    private static func position(of id: ChoiceID, in field: FieldDefinition) -> Int {
        field.options.choices.firstIndex { $0.id == id } ?? .max
    }
}

/// Text that compares as people sort: `item 9` before `Item 10`.
struct NaturalText: Sendable, Hashable, Comparable {
    private enum Run: Sendable, Hashable {
        /// Digits without leading zeros.
        case digits(String)
        case other(String)
    }

    private let runs: [Run]

    init(_ text: String) {
        var runs: [Run] = []
        var rest = text.lowercased()[...]
        while let first = rest.utf8.first {
            let isDigits = first.isASCIIDigit
            let run = Substring(rest.utf8.prefix { $0.isASCIIDigit == isDigits })
            let digits = run.drop { $0 == "0" }
            runs.append(isDigits ? .digits(String(digits)) : .other(String(run)))
            rest = rest[run.endIndex...]
        }
        self.runs = runs
    }

    static func < (left: NaturalText, right: NaturalText) -> Bool {
        for (left, right) in zip(left.runs, right.runs) where left != right {
            switch (left, right) {
            case (.digits(let left), .digits(let right)):
                return (left.utf8.count, left) < (right.utf8.count, right)
            case (.digits, .other): return true
            case (.other, .digits): return false
            case (.other(let left), .other(let right)): return left < right
            }
        }
        return left.runs.count < right.runs.count
    }
}
