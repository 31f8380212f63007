import TableModel

/// The texts that typecast takes for numbers (airtable-api.md 12 #24).
enum NumberText {
    /// The number that a text means to a field; nil for any other text.
    static func number(_ text: String, in field: FieldDefinition) -> Double? {
        let trimmed = StoredText.trimmed(text)
        switch field.type {
        case .currency:
            var symbols: Set<Character> = ["$"]
            if case .currency(_, let symbol) = field.options, symbol.count == 1 { symbols.formUnion(symbol) }
            return decimal(trimmed.filter { $0 != "," && !symbols.contains($0) && $0 != " " })
        case .percent:
            guard trimmed.hasSuffix("%") else { return decimal(trimmed.filter { $0 != "," }) }
            return decimal(StoredText.trimmed(String(trimmed.dropLast())).filter { $0 != "," }).map { $0 / 100 }
        case .duration:
            return trimmed.contains(":") ? clock(trimmed) : decimal(trimmed.filter { $0 != "," })
        default:
            return decimal(trimmed.filter { $0 != "," })
        }
    }

    /// An optional sign, digits with an optional fraction, an optional exponent.
    static func decimal(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { byte in
            byte.isASCIIDigit || byte == 0x2E || byte == 0x2B || byte == 0x2D || byte == 0x65 || byte == 0x45
        }
        guard isPlain, text.utf8.contains(where: \.isASCIIDigit), let number = Double(text), number.isFinite else {
            return nil
        }
        return number
    }

    /// `h:mm` or `h:mm:ss` with an optional fraction, as seconds.
    private static func clock(_ text: String) -> Double? {
        let isNegative = text.hasPrefix("-")
        let parts = (isNegative ? text.dropFirst() : text[...]).split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hours = digits(parts[0]), let minutes = digits(parts[1]),
            minutes < 60
        else { return nil }
        var seconds = 0.0
        if parts.count == 3 {
            guard let first = parts[2].utf8.first, first.isASCIIDigit, let value = decimal(String(parts[2])),
                value < 60
            else { return nil }
            seconds = value
        }
        let total = hours * 3600 + minutes * 60 + seconds
        return isNegative ? -total : total
    }

    private static func digits(_ text: Substring) -> Double? {
        guard !text.isEmpty, text.utf8.count <= 12, text.utf8.allSatisfy(\.isASCIIDigit) else { return nil }
        return Double(text)
    }
}
