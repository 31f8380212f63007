/// ASCII digits: the only ones that numbers and dates are read from.
enum Digits {
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Whether `text` holds nothing but digits; so for the empty text.
    static func areDigits(_ text: some StringProtocol) -> Bool { text.utf8.allSatisfy(isDigit) }

    /// The number that digits write; nil if there are none, other bytes or more than 18 (more might not fit 64 bits).
    static func number(_ bytes: some Collection<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 18 else { return nil }
        var number = 0
        for byte in bytes {
            guard isDigit(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }

    /// A number that is not negative, with zeros before it up to `width` digits.
    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
