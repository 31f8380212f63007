extension JSONReader {
    /// Reads the string whose opening quote is at `position`.
    mutating func readString() throws(JSONFault) -> String {
        let start = position + 1
        let end = plainEnd(from: start)
        guard end < bytes.count, bytes[end] == ASCII.quote else { return try readEscapedString(from: start, to: end) }
        guard let text = text(from: start, to: end) else { throw notUTF8(from: start, to: end) }
        position = end + 1
        return text
    }

    /// Reads on in a string that is plain from `start` to `end`, where something other than its closing quote stands.
    private mutating func readEscapedString(from start: Int, to end: Int) throws(JSONFault) -> String {
        unescaped.removeAll(keepingCapacity: true)
        var start = start
        var end = end
        while true {
            // Each plain run is checked by itself: two faulty runs around an escape must not make one valid text.
            guard isValidUTF8(from: start, to: end) else { throw notUTF8(from: start, to: end) }
            unescaped.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            position = end
            guard end < bytes.count else { throw fault(.ends(.string)) }
            switch bytes[end] {
            case ASCII.quote:
                position = end + 1
                return String(decoding: unescaped, as: UTF8.self)
            case ASCII.backslash:
                try readEscape()
            default:
                throw fault(.controlCharacter(bytes[end]))
            }
            start = position
            end = plainEnd(from: start)
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

    /// The first place from `start` on that holds a quote, a backslash or a control character, or the end of the bytes.
    @inline(__always)
    private func plainEnd(from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var index = start
        // Eight bytes at a time: (x - 1) & ~x has the high bit of every byte that is zero, and x - 0x20 borrows into it
        // below 0x20. A borrow can only mark bytes above one that is marked rightly, and the lowest mark is taken.
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quotes = word ^ ones &* UInt64(ASCII.quote)
            let backslashes = word ^ ones &* UInt64(ASCII.backslash)
            let marks =
                ((quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
                    | (word &- ones &* UInt64(ASCII.space)) & ~word) & (ones &* 0x80)
            if marks != 0 { return index + marks.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == ASCII.quote || byte == ASCII.backslash || byte < ASCII.space { break }
            index += 1
        }
        return index
    }

    /// The text of a run, or nil if it is not UTF-8.
    @inline(__always)
    private func text(from start: Int, to end: Int) -> String? {
        let run = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        return run.withMemoryRebound(to: UInt8.self) { String(validating: $0, as: UTF8.self) }
    }

    private func isValidUTF8(from start: Int, to end: Int) -> Bool {
        start == end || text(from: start, to: end) != nil
    }

    /// The fault of a run that is known not to be UTF-8, at the first byte that belongs to no character.
    private func notUTF8(from start: Int, to end: Int) -> JSONFault {
        var decoder = UTF8()
        var run = bytes[start..<end].makeIterator()
        var offset = start
        while case .scalarValue(let scalar) = decoder.decode(&run) { offset += UTF8.width(scalar) }
        return JSONFault(problem: .notUTF8, offset: offset)
    }
}
