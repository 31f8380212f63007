/// Reads one JSON text (RFC 8259), byte after byte and without recursion.
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
    ///
    /// What is open is kept in an array and not on the stack, so that no text can exhaust the stack.
    mutating func readValue(in place: JSONProblem.Place) throws(JSONFault) -> JSONValue {
        var open: [Container] = []
        while true {
            var value: JSONValue
            switch try peek(in: open.last?.place ?? place) {
            case ASCII.openBracket:
                guard try opens(.array) else {
                    open.append(Container())
                    continue
                }
                value = .array([])
            case ASCII.openBrace:
                guard try opens(.object) else {
                    var object = Container(names.open())
                    try readName(into: &object)
                    open.append(object)
                    continue
                }
                value = .object(JSONObject())
            default: value = try readScalar()
            }
            // The value may be the last one of its container, and that the last one of its own.
            while true {
                guard let innermost = open.indices.last else { return value }
                open[innermost].values.append(value)
                guard try closes(open[innermost].place) else { break }
                value = close(open.removeLast())
            }
            if open[open.count - 1].mark != nil { try readName(into: &open[open.count - 1]) }
        }
    }

    private mutating func readScalar() throws(JSONFault) -> JSONValue {
        switch bytes[position] {
        case ASCII.quote: .string(try readString())
        case ASCII.minus, ASCII.zero...(ASCII.zero + 9): .number(try readNumber())
        default: try readLiteral()
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

    /// An array or object whose end has not been reached.
    private struct Container {
        /// What the name table needs to know of an object; nil for an array.
        let mark: NameTable.Mark?
        /// Of an object, the names of its members, that of the value to come included.
        var names: [String] = []
        var values: [JSONValue] = []

        var place: JSONProblem.Place { mark == nil ? .array : .object }

        init() { mark = nil }

        init(_ mark: NameTable.Mark) {
            self.mark = mark
            names.reserveCapacity(mark.usualCount)
            values.reserveCapacity(mark.usualCount)
        }
    }

    private mutating func close(_ container: Container) -> JSONValue {
        guard let mark = container.mark else { return .array(container.values) }
        names.close(mark)
        return .object(JSONObject(uniqueNames: container.names, values: container.values))
    }

    /// Moves past the bracket or brace that opens `place` and the space after it, and tells whether nothing is inside,
    /// which closes it again.
    private mutating func opens(_ place: JSONProblem.Place) throws(JSONFault) -> Bool {
        guard depth < depthLimit else { throw fault(.tooDeep(limit: depthLimit)) }
        position += 1
        skipSpace()
        if next(is: place == .array ? ASCII.closeBracket : ASCII.closeBrace) { return true }
        depth += 1
        return false
    }

    /// Moves past what follows an element or a member, and tells whether that closes `place` or another one follows.
    @inline(__always)
    private mutating func closes(_ place: JSONProblem.Place) throws(JSONFault) -> Bool {
        skipSpace()
        if next(is: ASCII.comma) {
            skipSpace()
            if position < bytes.count, bytes[position] == (place == .array ? ASCII.closeBracket : ASCII.closeBrace) {
                throw fault(.trailingComma(place))
            }
            return false
        }
        guard next(is: place == .array ? ASCII.closeBracket : ASCII.closeBrace) else { throw faultAfterItem(of: place) }
        depth -= 1
        return true
    }

    /// Reads the name of the next member, the colon and the space around it.
    private mutating func readName(into object: inout Container) throws(JSONFault) {
        guard try peek(in: .object) == ASCII.quote else { throw fault(.notAName(described(at: position))) }
        let start = position
        let (name, hash) = try readName()
        guard let mark = object.mark, names.insert(name, hash: hash, after: object.names, since: mark) else {
            throw JSONFault(problem: .duplicateName(name), offset: start)
        }
        object.names.append(name)
        skipSpace()
        guard try peek(in: .object) == ASCII.colon else { throw fault(.notAColon(described(at: position))) }
        position += 1
        skipSpace()
    }
}

extension JSONReader {
    // MARK: Bytes

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count, ASCII.isSpace(bytes[position]) { position += 1 }
    }

    /// The next byte, which stands in `place`.
    @inline(__always)
    private func peek(in place: JSONProblem.Place) throws(JSONFault) -> UInt8 {
        guard position < bytes.count else { throw fault(.ends(place)) }
        return bytes[position]
    }

    /// Moves past the next byte if it is `byte`.
    @inline(__always)
    private mutating func next(is byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Bytes as a typed buffer, which `String` decodes faster than any other collection.
    @inline(__always)
    func utf8(from start: Int, to end: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: bytes[start..<end]).assumingMemoryBound(to: UInt8.self)
    }

    /// Where the run of bytes ends that a person would read as one word.
    private func tokenEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, !ElementScanner.endsToken(bytes[end]) { end += 1 }
        // A byte that can begin nothing is a word of its own.
        return max(end, min(start + 1, bytes.count))
    }

    // MARK: Faults

    /// The fault of an array or object that goes on with neither a comma nor its end.
    func faultAfterItem(of place: JSONProblem.Place) -> JSONFault {
        position < bytes.count ? fault(.notASeparator(place, described(at: position))) : fault(.ends(place))
    }

    func fault(_ problem: JSONProblem) -> JSONFault { JSONFault(problem: problem, offset: position) }

    func described(at position: Int) -> String { Self.described(bytes[position]) }

    /// A byte as a message names it. One byte is enough, so that a stream need not wait for the rest of a character.
    static func described(_ byte: UInt8) -> String {
        switch byte {
        case ASCII.quote: "a double quote"
        case 0x21...0x7E: "\"\(Character(UnicodeScalar(byte)))\""
        case 0x80...: "the byte \(String(byte, radix: 16, uppercase: true))"
        default: "the character \(JSONProblem.codePoint(UInt32(byte)))"
        }
    }

    /// A word as a message names it. Nothing is shown of a long one but its beginning.
    private func described(_ token: UnsafeRawBufferPointer) -> String {
        guard token.count > 1 else { return Self.described(token[0]) }
        return JSONProblem.quoted(String(decoding: token.prefix(200), as: UTF8.self))
    }
}
