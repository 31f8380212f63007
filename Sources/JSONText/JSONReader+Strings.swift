extension JSONReader {
    /// Reads the string whose opening quote is at `position`.
    mutating func readString() throws(JSONFault) -> String {
        if let run = try readPlainString() { return String(decoding: run, as: UTF8.self) }
        try readEscapedString()
        return String(decoding: unescaped, as: UTF8.self)
    }

    /// Reads the string whose opening quote is at `position` as the name of a member.
    mutating func readName() throws(JSONFault) -> (String, hash: UInt64) {
        if let run = try readPlainString() { return names.name(run) }
        try readEscapedString()
        return unescaped.withUnsafeBufferPointer { names.name($0) }
    }

    /// The bytes of the string whose opening quote is at `position`, or nil if there is more to it than finding its end.
    @inline(__always)
    private mutating func readPlainString() throws(JSONFault) -> UnsafeBufferPointer<UInt8>? {
        let start = position + 1
        let run = plainRun(from: start)
        guard run.end < bytes.count, bytes[run.end] == ASCII.quote else { return nil }
        if !run.isASCII { try checkUTF8(from: start, to: run.end) }
        position = run.end + 1
        return utf8(from: start, to: run.end)
    }

    /// Reads the string whose opening quote is at `position` into `unescaped`.
    private mutating func readEscapedString() throws(JSONFault) {
        unescaped.removeAll(keepingCapacity: true)
        position += 1
        while true {
            let start = position
            let run = plainRun(from: start)
            position = run.end
            // Said before what else may be wrong: a text is often cut off within a character.
            guard position < bytes.count else { throw fault(.ends(.string)) }
            // Each run is checked by itself: two faulty runs around an escape must not make one valid text.
            if !run.isASCII { try checkUTF8(from: start, to: run.end) }
            unescaped.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<run.end]))
            switch bytes[position] {
            case ASCII.quote:
                position += 1
                return
            case ASCII.backslash:
                try readEscape()
            default:
                throw fault(.controlCharacter(bytes[position]))
            }
        }
    }

    /// Appends what the escape at `position` stands for, and moves past it.
    private mutating func readEscape() throws(JSONFault) {
        guard position + 1 < bytes.count else {
            position = bytes.count
            throw fault(.ends(.string))
        }
        let kind = bytes[position + 1]
        switch kind {
        case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"): unescaped.append(kind)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(ASCII.lineFeed)
        case UInt8(ascii: "r"): unescaped.append(ASCII.carriageReturn)
        case UInt8(ascii: "t"): unescaped.append(ASCII.tab)
        case UInt8(ascii: "u"):
            unescaped.append(contentsOf: UTF8.encode(try readUnicodeEscape()).unsafelyUnwrapped)
            return
        default:
            throw fault(.unknownEscape(Self.described(kind)))
        }
        position += 2
    }

    /// Reads `\uXXXX`, or two of them that are a surrogate pair, and moves past.
    private mutating func readUnicodeEscape() throws(JSONFault) -> UnicodeScalar {
        let start = position
        let unit = try readCodeUnit()
        if let scalar = UnicodeScalar(unit) { return scalar }
        let lone = JSONFault(
            problem: .loneSurrogate(String(decoding: bytes[start..<position], as: UTF8.self)), offset: start)
        guard UTF16.isLeadSurrogate(unit) else { throw lone }
        guard position < bytes.count else { throw fault(.ends(.string)) }
        guard bytes[position] == ASCII.backslash else { throw lone }
        guard position + 1 < bytes.count else {
            position += 1
            throw fault(.ends(.string))
        }
        guard bytes[position + 1] == UInt8(ascii: "u") else { throw lone }
        let trail = try readCodeUnit()
        guard UTF16.isTrailSurrogate(trail) else { throw lone }
        let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00)
        return UnicodeScalar(value).unsafelyUnwrapped
    }

    /// Reads the `\uXXXX` at `position` as a UTF-16 code unit, and moves past it.
    private mutating func readCodeUnit() throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for index in position + 2..<position + 6 {
            guard index < bytes.count else {
                position = bytes.count
                throw fault(.ends(.string))
            }
            guard let digit = Self.hexValue(of: bytes[index]) else { throw fault(.badUnicodeEscape) }
            unit = unit << 4 | digit
        }
        position += 6
        return unit
    }

    private static func hexValue(of byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    // MARK: Plain runs

    /// Finds the first place from `start` on that holds a quote, a backslash or a control character, or the end of the
    /// bytes, and tells whether all bytes before it are ASCII.
    @inline(__always)
    private func plainRun(from start: Int) -> (end: Int, isASCII: Bool) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highBits = ones &* 0x80
        var index = start
        var seen: UInt64 = 0
        // Eight bytes at a time: (x - 1) & ~x has the high bit of every byte that is zero, and x - 0x20 borrows into it
        // below 0x20. A borrow can only mark bytes above one that is marked rightly, and the lowest mark is taken.
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quotes = word ^ (ones &* UInt64(ASCII.quote))
            let backslashes = word ^ (ones &* UInt64(ASCII.backslash))
            let controls = (word &- (ones &* UInt64(ASCII.space))) & ~word
            let marks = (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | controls) & highBits
            if marks != 0 {
                let plain = marks.trailingZeroBitCount >> 3
                seen |= word & ~(UInt64.max << UInt64(8 * plain))
                return (index + plain, seen & highBits == 0)
            }
            seen |= word
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == ASCII.quote || byte == ASCII.backslash || byte < ASCII.space { break }
            seen |= UInt64(byte)
            index += 1
        }
        return (index, seen & highBits == 0)
    }

    private func checkUTF8(from start: Int, to end: Int) throws(JSONFault) {
        let run = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        if let index = UTF8Check.firstFault(in: run) { throw JSONFault(problem: .notUTF8, offset: start + index) }
    }
}
