extension JSONReader {
    /// Reads the number that begins at `position` with a digit or a minus sign, and keeps its text.
    mutating func readNumber() throws(JSONFault) -> JSONNumber {
        let start = position
        if bytes[position] == ASCII.minus { position += 1 }
        if position < bytes.count, bytes[position] == ASCII.zero {
            position += 1
            if position < bytes.count, ASCII.isDigit(bytes[position]) {
                position -= 1
                throw fault(.leadingZero)
            }
        } else {
            try readDigits()
        }
        if position < bytes.count, bytes[position] == ASCII.point {
            position += 1
            try readDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == ASCII.lowerE {
            position += 1
            if position < bytes.count, bytes[position] == ASCII.plus || bytes[position] == ASCII.minus { position += 1 }
            try readDigits()
        }
        return JSONNumber(checked: String(decoding: utf8(from: start, to: position), as: UTF8.self))
    }

    /// Moves past one digit or more.
    @inline(__always)
    private mutating func readDigits() throws(JSONFault) {
        let start = position
        while position < bytes.count, ASCII.isDigit(bytes[position]) { position += 1 }
        guard position > start else { throw fault(.missingDigit) }
    }
}
