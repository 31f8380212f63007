/// Reads digits and marks from the beginning of a text.
struct DigitScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// As many digits as there are, up to the upper bound; nil if they are fewer than the lower.
    mutating func number(digits: ClosedRange<Int>) -> Int? {
        let found = rest.prefix(digits.upperBound).prefix(while: \.isASCIIDigit)
        guard found.count >= digits.lowerBound else { return nil }
        rest = rest.dropFirst(found.count)
        return found.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// The digits of a fraction of a second as milliseconds; what is finer is dropped.
    mutating func milliseconds() -> Int? {
        let found = rest.prefix(while: \.isASCIIDigit)
        guard !found.isEmpty else { return nil }
        rest = rest.dropFirst(found.count)
        let digits = found.prefix(3).map { Int($0 - UInt8(ascii: "0")) } + [0, 0]
        return digits[0] * 100 + digits[1] * 10 + digits[2]
    }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool { skip(UInt8(ascii: mark)) }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Skips an ASCII word in lower or upper case.
    mutating func skipWord(_ word: String) -> Bool {
        let found = rest.prefix(word.utf8.count).map { $0 | 0x20 }
        guard found.elementsEqual(word.utf8) else { return false }
        rest = rest.dropFirst(found.count)
        return true
    }
}
