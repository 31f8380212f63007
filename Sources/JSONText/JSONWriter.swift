/// Writes JSON values as bytes.
///
/// Only what must be escaped is: quotes, backslashes and control characters; everything else is written as it is.
struct JSONWriter {
    private(set) var bytes: [UInt8]
    private let isPretty: Bool
    private var depth = 0

    /// - Parameters:
    ///   - bytes: What has been written before.
    ///   - isPretty: Whether members and elements stand on lines of their own, indented by two spaces a level.
    init(after bytes: consuming [UInt8] = [], isPretty: Bool = false) {
        self.bytes = bytes
        self.isPretty = isPretty
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(true): bytes.append(contentsOf: "true".utf8)
        case .bool(false): bytes.append(contentsOf: "false".utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let text): write(text)
        case .array(let elements): write(elements)
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ elements: [JSONValue]) {
        bytes.append(ASCII.openBracket)
        depth += 1
        for index in elements.indices {
            if index > 0 { bytes.append(ASCII.comma) }
            startLine()
            write(elements[index])
        }
        depth -= 1
        if !elements.isEmpty { startLine() }
        bytes.append(ASCII.closeBracket)
    }

    private mutating func write(_ object: JSONObject) {
        bytes.append(ASCII.openBrace)
        depth += 1
        for index in object.names.indices {
            if index > 0 { bytes.append(ASCII.comma) }
            startLine()
            write(object.names[index])
            bytes.append(ASCII.colon)
            if isPretty { bytes.append(ASCII.space) }
            write(object.values[index])
        }
        depth -= 1
        if !object.isEmpty { startLine() }
        bytes.append(ASCII.closeBrace)
    }

    private mutating func startLine() {
        guard isPretty else { return }
        bytes.append(ASCII.lineFeed)
        bytes.append(contentsOf: repeatElement(ASCII.space, count: 2 * depth))
    }

    private mutating func write(_ text: String) {
        bytes.append(ASCII.quote)
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices {
                let byte = utf8[index]
                guard byte < ASCII.space || byte == ASCII.quote || byte == ASCII.backslash else { continue }
                bytes.append(contentsOf: utf8[start..<index])
                writeEscape(of: byte)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(ASCII.quote)
    }

    private mutating func writeEscape(of byte: UInt8) {
        bytes.append(ASCII.backslash)
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case ASCII.tab: bytes.append(UInt8(ascii: "t"))
        case ASCII.lineFeed: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case ASCII.carriageReturn: bytes.append(UInt8(ascii: "r"))
        case ASCII.quote, ASCII.backslash: bytes.append(byte)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(ASCII.zero + byte >> 4)
            let low = byte & 0xF
            bytes.append(low < 10 ? ASCII.zero + low : UInt8(ascii: "a") + low - 10)
        }
    }
}
