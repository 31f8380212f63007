extension StringProtocol {
    /// The text without the whitespace and line breaks around it.
    func trimmingOuterSpace() -> SubSequence {
        // Nearly all text begins and ends with printable ASCII; two scalars are far cheaper to look at than characters.
        if let first = unicodeScalars.first, let last = unicodeScalars.last, (0x21...0x7E).contains(first.value),
            (0x21...0x7E).contains(last.value)
        {
            return self[...]
        }
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[first...last]
    }

    /// Whether there is a line break of any kind: LF, CR, CRLF, vertical tab, form feed, U+0085, U+2028 or U+2029.
    var hasLineBreak: Bool {
        utf8.contains { (0x0A...0x0D).contains($0) } || utf8.contains { $0 >= 0x80 } && contains(where: \.isNewline)
    }
}
