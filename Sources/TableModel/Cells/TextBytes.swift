/// Quick looks at the UTF-8 of a text. They may say no to a text that is as asked, never yes to one that is not.
enum TextBytes {
    /// Whether folding the text to one line would change nothing: printable ASCII without spaces around it.
    static func isFoldedLine(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first, let last = text.last, first != UInt8(ascii: " "), last != UInt8(ascii: " ") else {
            return false
        }
        // Without a way out of the loop, so that many bytes are looked at in one step.
        var isOther = false
        for byte in text { isOther = isOther || !isPrintable(byte) }
        return !isOther
    }

    /// Whether folding line ends would change nothing: no carriage return, and printable ASCII at the end.
    static func areFoldedLines(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let last = text.last, last != UInt8(ascii: " "), isPrintable(last) else { return false }
        var hasReturn = false
        for byte in text { hasReturn = hasReturn || byte == UInt8(ascii: "\r") }
        return !hasReturn
    }

    private static func isPrintable(_ byte: UInt8) -> Bool { byte &- 0x20 <= 0x5E }
}

extension StringProtocol {
    /// Calls `body` with the text's UTF-8, copied only where it is not stored in one piece.
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }
}
