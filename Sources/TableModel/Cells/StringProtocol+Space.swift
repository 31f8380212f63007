extension StringProtocol {
    /// The text without the whitespace and line breaks around it, looked at scalar by scalar: an accent over a space at
    /// the end stays.
    func trimmingOuterSpace() -> SubSequence {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isSpace }),
            let last = scalars.lastIndex(where: { !$0.isSpace })
        else { return self[endIndex...] }
        return self[first..<scalars.index(after: last)]
    }

    /// Whether there is nothing in the text but whitespace and line breaks.
    var isOnlySpace: Bool { unicodeScalars.allSatisfy(\.isSpace) }

    /// Whether there is a line break of any kind: LF, CR, CRLF, vertical tab, form feed, U+0085, U+2028 or U+2029.
    var hasLineBreak: Bool {
        withBytes { bytes in
            for (index, byte) in bytes.enumerated() {
                switch byte {
                case 0x0A...0x0D: return true
                case 0x85 where index >= 1 && bytes[index - 1] == 0xC2: return true
                case 0xA8, 0xA9:
                    if index >= 2, bytes[index - 1] == 0x80, bytes[index - 2] == 0xE2 { return true }
                default: continue
                }
            }
            return false
        }
    }
}

extension Unicode.Scalar {
    /// Whitespace as Unicode defines it, without looking up what nearly all scalars are.
    var isSpace: Bool { (0x21...0x7E).contains(value) ? false : properties.isWhitespace }
}
