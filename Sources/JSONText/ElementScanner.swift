/// Finds where one value ends, in bytes that arrive piece by piece, by counting brackets outside strings.
///
/// It does not judge: what it cuts out is for the reader to read. But it ends the cut early where the reader is bound to
/// fail, so that a missing quote does not gather the rest of a stream.
struct ElementScanner: Sendable {
    /// Bytes of the value that have been looked at.
    private(set) var count = 0
    private let depthLimit: Int
    private var depth: Int
    private let outerDepth: Int
    private var isInString = false
    private var isEscaped = false

    /// - Parameters:
    ///   - depthLimit: How many arrays and objects the reader allows to be open.
    ///   - depth: How many are open around the value.
    init(depthLimit: Int, depth: Int) {
        self.depthLimit = depthLimit
        self.depth = depth
        outerDepth = depth
    }

    /// Looks at the bytes of the value from its first byte on, as many as are there, and tells how many it has, or nil
    /// if it has not ended. Bytes seen by an earlier call are not looked at again.
    mutating func end(in bytes: UnsafeRawBufferPointer) -> Int? {
        while count < bytes.count {
            if isInString {
                guard let byte = endOfString(in: bytes) else { return nil }
                if byte < ASCII.space || depth == outerDepth { return count }
            }
            // Inside an array or object, only brackets and quotes matter; outside, the first such byte ends a word.
            var index = count
            while index < bytes.count, !Self.endsToken(bytes[index]) { index += 1 }
            count = index
            guard index < bytes.count else { return nil }
            if depth == outerDepth, index > 0 { return index }
            count += 1
            switch bytes[index] {
            case ASCII.quote: isInString = true
            case ASCII.openBrace, ASCII.openBracket:
                depth += 1
                if depth > depthLimit { return count }
            case ASCII.closeBrace, ASCII.closeBracket:
                depth -= 1
                if depth <= outerDepth { return count }
            default:
                if depth == outerDepth { return count }
            }
        }
        return nil
    }

    /// Moves past the string that is open, and tells which byte ended it: its quote, or a control character, at which
    /// the reader fails. Nil if neither is there.
    private mutating func endOfString(in bytes: UnsafeRawBufferPointer) -> UInt8? {
        var index = count
        defer { count = index }
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte < ASCII.space { return byte }
            if isEscaped {
                isEscaped = false
            } else if byte == ASCII.backslash {
                isEscaped = true
            } else if byte == ASCII.quote {
                isInString = false
                return byte
            }
        }
        return nil
    }

    /// Whether a byte ends a number or a literal.
    @inline(__always)
    static func endsToken(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.quote, ASCII.comma, ASCII.colon, ASCII.openBrace, ASCII.closeBrace, ASCII.openBracket,
            ASCII.closeBracket, ASCII.space, ASCII.tab, ASCII.lineFeed, ASCII.carriageReturn:
            true
        default: false
        }
    }
}
