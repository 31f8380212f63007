import JSONText

/// Text for values whatever their field: what becomes of a JSON value in a text field, and of a computed cell in an
/// export.
enum PlainText {
    /// null → `""`, true → `true`, numbers in their shortest form, a list of scalars as ``ListText`` joins it, anything
    /// else as compact JSON.
    static func of(_ value: FieldValue) -> String {
        switch value {
        case .null: return ""
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let number): return NumberText.shortest(number)
        case .string(let text): return text
        case .list(let elements):
            let texts = elements.compactMap(scalar)
            return texts.count == elements.count ? ListText.joined(texts) : value.json.text
        case .object: return value.json.text
        }
    }

    private static func scalar(_ value: FieldValue) -> String? {
        switch value {
        case .null, .list, .object: nil
        case .bool, .number, .string: of(value)
        }
    }
}

extension PlainText {
    /// A whole number with all its digits, for messages; the shortest text if it is not whole or too long for that.
    static func digits(_ number: Double) -> String {
        guard number.rounded() == number, abs(number) < 0x1p126 else { return NumberText.shortest(number) }
        return String(Int128(number))
    }
}
