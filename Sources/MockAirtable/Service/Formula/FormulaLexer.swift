/// Cuts the text of a formula into tokens (airtable-api.md 9.1 and 9.2).
struct FormulaLexer {
    private let bytes: [UInt8]
    private let dialect: FormulaDialect
    private var position = 0

    init(_ text: String, dialect: FormulaDialect) {
        bytes = Array(text.utf8)
        self.dialect = dialect
    }

    /// All tokens; the last is `.end`.
    static func tokens(of text: String, dialect: FormulaDialect) throws(FormulaError) -> [FormulaToken] {
        var lexer = FormulaLexer(text, dialect: dialect)
        var tokens: [FormulaToken] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(FormulaError) -> FormulaToken {
        while let byte = peek(), byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D { position += 1 }
        let start = position
        guard let byte = peek() else { return FormulaToken(kind: .end, offset: start) }
        let kind: FormulaToken.Kind
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): kind = .text(try text(quotedBy: byte))
        case UInt8(ascii: "{"): kind = .field(try fieldName())
        case UInt8(ascii: "("): kind = single(.openParenthesis)
        case UInt8(ascii: ")"): kind = single(.closeParenthesis)
        case UInt8(ascii: ","): kind = single(.comma)
        case _ where FormulaNumber.isDigit(byte): kind = .number(try number())
        case _ where Self.beginsWord(byte): kind = .word(word())
        default: kind = .operator(try binaryOperator())
        }
        return FormulaToken(kind: kind, offset: start)
    }

    // MARK: Literals

    private mutating func text(quotedBy quote: UInt8) throws(FormulaError) -> String {
        let start = position
        var content: [UInt8] = []
        position += 1
        while let byte = peek() {
            let here = position
            position += 1
            switch byte {
            case quote:
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                content.append(try escaped(at: here))
            case 0x0A, 0x0D:
                guard dialect.allowsLineBreaksInText else {
                    throw refusal(here, "a line break inside a text literal is not known to work")
                }
                content.append(byte)
            default:
                content.append(byte)
            }
        }
        throw refusal(start, "the text literal is not closed")
    }

    private mutating func escaped(at start: Int) throws(FormulaError) -> UInt8 {
        let byte = peek()
        position += 1
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte ?? 0
        case UInt8(ascii: "n") where dialect.understandsControlEscapes: return 0x0A
        case UInt8(ascii: "r") where dialect.understandsControlEscapes: return 0x0D
        case UInt8(ascii: "t") where dialect.understandsControlEscapes: return 0x09
        default: throw refusal(start, "a backslash in a text literal stands only before a quote or a backslash")
        }
    }

    private mutating func number() throws(FormulaError) -> Double {
        let start = position
        skipDigits()
        if peek() == UInt8(ascii: ".") {
            position += 1
            guard let byte = peek(), FormulaNumber.isDigit(byte) else {
                throw refusal(start, "a number has digits after its point")
            }
            skipDigits()
        }
        if let byte = peek(), Self.beginsWord(byte) || byte == UInt8(ascii: ".") {
            throw refusal(start, "a number is digits with at most one point")
        }
        guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite else {
            throw refusal(start, "the number is too large")
        }
        return number
    }

    // MARK: Names

    /// `\}` is the only escape; a backslash elsewhere is part of the name. A name with more than one brace fails at the service
    /// even when escaped, so it fails here.
    private mutating func fieldName() throws(FormulaError) -> String {
        let start = position
        var content: [UInt8] = []
        var braces = 0
        position += 1
        while let byte = peek() {
            position += 1
            if byte == UInt8(ascii: "}") {
                guard !content.isEmpty else { throw refusal(start, "a field reference has a name between its braces") }
                guard braces <= 1 else {
                    throw refusal(start, "a field whose name holds more than one closing brace cannot be named")
                }
                return String(decoding: content, as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\"), peek() == UInt8(ascii: "}") {
                position += 1
                braces += 1
                content.append(UInt8(ascii: "}"))
            } else {
                content.append(byte)
            }
        }
        throw refusal(start, "the field reference is not closed")
    }

    private mutating func word() -> String {
        let start = position
        while let byte = peek(), Self.beginsWord(byte) || FormulaNumber.isDigit(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Letters of ASCII and the underscore; a name with anything else needs braces.
    private static func beginsWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }

    // MARK: Signs

    private mutating func binaryOperator() throws(FormulaError) -> FormulaOperator {
        let start = position
        for length in [2, 1] where start + length <= bytes.count {
            if let found = FormulaOperator(rawValue: String(decoding: bytes[start..<start + length], as: UTF8.self)) {
                position += length
                return found
            }
        }
        throw refusal(start, "the character there has no meaning outside a text literal or a field reference")
    }

    private mutating func single(_ kind: FormulaToken.Kind) -> FormulaToken.Kind {
        position += 1
        return kind
    }

    private mutating func skipDigits() {
        while let byte = peek(), FormulaNumber.isDigit(byte) { position += 1 }
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private func refusal(_ offset: Int, _ reason: String) -> FormulaError {
        FormulaError(code: .invalidSyntax, offset: offset, reason: reason)
    }
}
