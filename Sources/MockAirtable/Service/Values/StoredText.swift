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

    /// What a cleared rich text reads (airtable-api.md 4.1).
    static let clearedRichText = "\n"

    /// Rich text as it comes back: no space at the ends of lines, bullets as `-`, one line break at the end. Empty for
    /// text without content. Of the re-serialisation that airtable-api.md 4.5 describes, emphasis marks are left as
    /// written.
    static func richText(_ text: String) -> String {
        let lines = text.replacingLineBreaks().split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let kept = withoutTrailingSpace(String(line))
            let content = kept.drop { $0 == " " }
            guard content.hasPrefix("* ") else { return kept }
            return String(repeating: " ", count: kept.count - content.count) + "-" + content.dropFirst()
        }
        let body = withoutTrailingSpace(lines.joined(separator: "\n"))
        return body.isEmpty ? "" : body + "\n"
    }
}

extension String {
    /// `\r\n` and `\r` as `\n`.
    fileprivate func replacingLineBreaks() -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in unicodeScalars {
            if scalar == "\r" {
                result.append("\n")
            } else if !(scalar == "\n" && previous == "\r") {
                result.append(scalar)
            }
            previous = scalar
        }
        return String(result)
    }
}
