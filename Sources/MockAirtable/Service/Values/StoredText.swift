/// What the service makes of text before it keeps it (airtable-api.md 4.5).
enum StoredText {
    /// Every line break (`\r\n` is one) and every tab becomes a space (12 #19).
    static func singleLine(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\t": result.append(" ")
            default: result.append(scalar)
            }
            previous = scalar
        }
        return String(result)
    }

    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        return withoutTrailingSpace(String(scalars.drop { $0.properties.isWhitespace }))
    }

    /// Drops spaces and line breaks at the end, and nothing else (12 #20).
    static func withoutTrailingSpace(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...last])
    }
}
