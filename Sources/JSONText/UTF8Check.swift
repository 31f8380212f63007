/// Tells valid UTF-8 from other bytes (RFC 3629, section 4: no overlong forms, no surrogates, nothing above U+10FFFF).
enum UTF8Check {
    /// Where the first byte stands that does not belong to a well-formed character, or nil if there is none.
    ///
    /// For a character that is cut short or broken off it is the character's first byte.
    static func firstFault(in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < bytes.count {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            // How many bytes follow, and what the first of them may be: that is where overlong forms, surrogates and
            // values above the last character differ from the rest.
            let following: Int
            var second: ClosedRange<UInt8> = 0x80...0xBF
            switch lead {
            case 0xC2...0xDF: following = 1
            case 0xE0...0xEF:
                following = 2
                if lead == 0xE0 { second = 0xA0...0xBF }
                if lead == 0xED { second = 0x80...0x9F }
            case 0xF0...0xF4:
                following = 3
                if lead == 0xF0 { second = 0x90...0xBF }
                if lead == 0xF4 { second = 0x80...0x8F }
            default: return index
            }
            guard index + following < bytes.count, second.contains(bytes[index + 1]) else { return index }
            for next in index + 2..<index + 2 + following - 1 where bytes[next] & 0xC0 != 0x80 { return index }
            index += 1 + following
        }
        return nil
    }
}
