/// Reads one JSON text (RFC 8259) by recursive descent over its bytes.
///
/// The bytes must outlive the reader: it is made inside a `withUnsafeBytes` and does not leave it. Every access is
/// behind a comparison with `bytes.count`, since raw buffers check their bounds in debug builds only.
struct JSONReader {
    let bytes: UnsafeRawBufferPointer
    /// How many arrays and objects may be open at once, ``depth`` included.
    let depthLimit: Int
    /// Arrays and objects that are open. It starts above 0 when `bytes` stand inside an array that others read.
    var depth: Int
    /// The next byte to read.
    var position = 0
    var names: NameTable
    /// Bytes of a string that has escapes.
    var unescaped: [UInt8] = []

    init(_ bytes: UnsafeRawBufferPointer, depthLimit: Int, depth: Int = 0, names: NameTable = NameTable()) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        self.depth = depth
        self.names = names
    }

    /// Reads the whole text: one value, with white space around it.
    mutating func readText() throws(JSONFault) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw fault(.empty) }
        let value = try readValue(in: .text)
        skipSpace()
        guard position == bytes.count else { throw fault(.afterValue(described(at: position))) }
        return value
    }

    /// Reads the value that begins at `position`, and nothing after it.
    mutating func readValue(in place: JSONProblem.Place) throws(JSONFault) -> JSONValue {
        guard position < bytes.count else { throw fault(.ends(place)) }
        let byte = bytes[position]
        switch byte {
        case ASCII.quote: return .string(try readString())
        case ASCII.openBrace: return .object(try readObject())
        case ASCII.openBracket: return .array(try readArray())
        case ASCII.minus, ASCII.zero...(ASCII.zero + 9): return .number(try readNumber())
        default: return try readLiteral()
        }
    }

    private mutating func readLiteral() throws(JSONFault) -> JSONValue {
        let end = tokenEnd(from: position)
        let token = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
        let value: JSONValue
        if token.elementsEqual("true".utf8) {
            value = true
        } else if token.elementsEqual("false".utf8) {
            value = false
        } else if token.elementsEqual("null".utf8) {
            value = .null
        } else if token.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw fault(.byteOrderMark)
        } else if token.starts(with: [0xFF, 0xFE]) || token.starts(with: [0xFE, 0xFF]) || token.first == 0 {
            throw fault(.otherEncoding)
        } else {
            throw fault(.notAValue(described(token)))
        }
        position = end
        return value
    }

    // MARK: Arrays and objects

    private mutating func readArray() throws(JSONFault) -> [JSONValue] {
        try open()
        var elements: [JSONValue] = []
        skipSpace()
        if next(is: ASCII.closeBracket) {
            depth -= 1
            return elements
        }
        while true {
            elements.append(try readValue(in: .array))
            skipSpace()
            if next(is: ASCII.comma) {
                skipSpace()
                if position < bytes.count, bytes[position] == ASCII.closeBracket { throw fault(.trailingComma(.array)) }
            } else if next(is: ASCII.closeBracket) {
                depth -= 1
                return elements
            } else {
                throw faultAfterElement()
            }
        }
    }

    private mutating func readObject() throws(JSONFault) -> JSONObject {
        try open()
        skipSpace()
        if next(is: ASCII.closeBrace) {
            depth -= 1
            return JSONObject()
        }
        let mark = names.open()
        var memberNames: [String] = []
        var values: [JSONValue] = []
        memberNames.reserveCapacity(names.usualCount)
        values.reserveCapacity(names.usualCount)
        while true {
            memberNames.append(try readName(of: memberNames, since: mark))
            skipSpace()
            guard next(is: ASCII.colon) else {
                throw position < bytes.count ? fault(.notAColon(described(at: position))) : fault(.ends(.object))
            }
            skipSpace()
            values.append(try readValue(in: .object))
            skipSpace()
            if next(is: ASCII.comma) {
                skipSpace()
                if position < bytes.count, bytes[position] == ASCII.closeBrace { throw fault(.trailingComma(.object)) }
            } else if next(is: ASCII.closeBrace) {
                names.close(mark)
                depth -= 1
                return JSONObject(uniqueNames: memberNames, values: values)
            } else {
                throw position < bytes.count
                    ? fault(.notASeparator(.object, described(at: position))) : fault(.ends(.object))
            }
        }
    }

    private mutating func readName(of earlier: [String], since mark: NameTable.Mark) throws(JSONFault) -> String {
        guard position < bytes.count else { throw fault(.ends(.object)) }
        guard bytes[position] == ASCII.quote else { throw fault(.notAName(described(at: position))) }
        let start = position
        let name = try readString()
        guard names.insert(name, after: earlier, since: mark) else {
            throw JSONFault(problem: .duplicateName(name), offset: start)
        }
        return name
    }

    private mutating func open() throws(JSONFault) {
        guard depth < depthLimit else { throw fault(.tooDeep(limit: depthLimit)) }
        depth += 1
        position += 1
    }
}

extension JSONReader {
    // MARK: Bytes

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count, ASCII.isSpace(bytes[position]) { position += 1 }
    }

    /// Moves past the next byte if it is `byte`.
    @inline(__always)
    private mutating func next(is byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Where the run of bytes ends that a person would read as one word.
    private func tokenEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, !ElementScanner.endsToken(bytes[end]) { end += 1 }
        // A byte that can begin nothing is a word of its own.
        return max(end, min(start + 1, bytes.count))
    }

    // MARK: Faults

    /// The fault of an array that goes on with neither a comma nor a bracket.
    func faultAfterElement() -> JSONFault {
        position < bytes.count ? fault(.notASeparator(.array, described(at: position))) : fault(.ends(.array))
    }

    func fault(_ problem: JSONProblem) -> JSONFault { JSONFault(problem: problem, offset: position) }

    func described(at position: Int) -> String { Self.described(bytes[position]) }

    /// A byte as a message names it. One byte is enough, so that a stream need not wait for the rest of a character.
    static func described(_ byte: UInt8) -> String {
        switch byte {
        case 0x21...0x7E: "\"\(Character(UnicodeScalar(byte)))\""
        case 0x80...: "The byte \(String(byte, radix: 16, uppercase: true))"
        default: "The character \(JSONProblem.codePoint(UInt32(byte)))"
        }
    }

    /// A word as a message names it, cut after 20 bytes.
    private func described(_ token: UnsafeRawBufferPointer) -> String {
        guard token.count > 1 else { return Self.described(token[0]) }
        let shown = String(decoding: token.prefix(20), as: UTF8.self)
        return JSONValue.string(token.count > 20 ? shown + "…" : shown).text
    }
}
