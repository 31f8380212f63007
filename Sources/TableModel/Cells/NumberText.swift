import JSONText

/// Numbers in text, without guessing at a locale.
///
/// | text | read as |
/// | --- | --- |
/// | `12`, `-0.5`, `+7`, `.5`, `5.`, `007`, `1e3`, `1E-2`, ` 12 ` | the number; outer whitespace is dropped |
/// | `1,234.50`, `1,234,567` | the number: commas in groups of three with a point or a second comma have one reading |
/// | `1,234`, `1,5`, `1.234,50`, `1 234` | refused: means different numbers in different countries |
/// | `9007199254740993` | refused: the service stores doubles and would make it …992 |
/// | `0x10`, `NaN`, `Infinity`, `1.2.3`, `$5`, `(5)`, `١٢`, `1e999` | refused |
/// | `-0` | 0 |
enum NumberText {
    enum Failure: Error, Hashable {
        case notANumber
        /// It has a comma, and more than one reading or a foreign one.
        case ambiguousComma
        /// A whole number that no double is; holds the double that it would become.
        case inexact(Double)
        case tooLarge
    }

    /// The number that `text` is, times ten to the power of `shift`, correctly rounded.
    static func number(in text: some StringProtocol, shift: Int = 0) throws(Failure) -> Double {
        if let number = text.withBytes({ plainDecimal($0, shift: shift) }) { return number }
        let parts = try Parts(text)
        let exponent = parts.exponent + shift
        let digits = parts.whole + "." + (parts.fraction.isEmpty ? "0" : parts.fraction)
        guard let magnitude = Double("\(digits)e\(exponent)") else { throw .notANumber }
        guard magnitude.isFinite else { throw .tooLarge }
        let value = parts.isNegative && magnitude != 0 ? -magnitude : magnitude
        if exponent == 0, parts.fraction.allSatisfy({ $0 == "0" }), !isExact(parts.whole, magnitude) {
            throw .inexact(value)
        }
        return value
    }

    /// The number that at most 15 digits write, with a point among them or none and perhaps a minus sign; nil for what
    /// has to be looked at more closely.
    private static func plainDecimal(_ text: UnsafeBufferPointer<UInt8>, shift: Int) -> Double? {
        var digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        guard digits.count <= 16, shift <= 0, let last = digits.last, Digits.isDigit(last) else { return nil }
        let isNegative = digits.count < text.count
        var number = 0
        var count = 0
        var power = -shift
        while let byte = digits.popFirst() {
            if byte == UInt8(ascii: "."), power == -shift {
                power += digits.count
                guard count > 0 else { return nil }
            } else {
                guard Digits.isDigit(byte) else { return nil }
                number = number * 10 + Int(byte &- UInt8(ascii: "0"))
                count += 1
            }
        }
        // Both are exact as doubles, so that their quotient is rounded once, and correctly.
        guard count <= 15, power < powersOfTen.count else { return nil }
        let magnitude = Double(number) / powersOfTen[power]
        return isNegative && number != 0 ? -magnitude : magnitude
    }

    /// The powers of ten that are doubles.
    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The shortest decimal text that reads back as `number`, whole numbers without a fraction; `""` for what is not
    /// finite.
    static func shortest(_ number: Double) -> String {
        let text = JSONNumber(number)?.text ?? ""
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Whether the whole number of these digits is exactly `value`.
    private static func isExact(_ digits: String, _ value: Double) -> Bool {
        let significant = digits.drop { $0 == "0" }
        if significant.count <= 15 { return true }
        // 2^128 has 39 digits; a whole number that long is no double but for a few powers of two.
        guard significant.count <= 38, let exact = UInt128(significant), value < 0x1p127 else { return false }
        return UInt128(value) == exact
    }

    /// A number's text, taken apart.
    struct Parts {
        var isNegative = false
        /// Digits before the point, without group separators; may be empty if `fraction` is not.
        var whole = ""
        var fraction = ""
        var exponent = 0

        init(_ text: some StringProtocol) throws(Failure) {
            var rest = Substring(text.trimmingOuterSpace())
            if rest.first == "-" || rest.first == "+" { isNegative = rest.removeFirst() == "-" }
            let mantissa = rest.prefix { $0 != "e" && $0 != "E" }
            let power = rest[mantissa.endIndex...]
            if !power.isEmpty {
                // Five digits are more than any double needs, and cannot overflow.
                let digits =
                    power.dropFirst().first.map { "+-".contains($0) } == true ? power.dropFirst(2) : power.dropFirst()
                guard Digits.areDigits(digits), !digits.isEmpty, digits.count <= 5, let value = Int(power.dropFirst())
                else { throw .notANumber }
                exponent = value
            }
            let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
            guard let first = halves.first, first.utf8.allSatisfy({ Digits.isDigit($0) || $0 == UInt8(ascii: ",") }),
                !mantissa.isEmpty
            else { throw .notANumber }
            let second = halves.count > 1 ? halves[1] : ""
            guard mantissa.utf8.contains(where: Digits.isDigit) else { throw .notANumber }
            if mantissa.utf8.contains(UInt8(ascii: ",")) {
                guard
                    mantissa.utf8.allSatisfy({
                        Digits.isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".")
                    })
                else { throw .notANumber }
                let groups = first.split(separator: ",", omittingEmptySubsequences: false)
                guard halves.count <= 2, Digits.areDigits(second), power.isEmpty, (1...3).contains(groups[0].count),
                    groups.dropFirst().allSatisfy({ $0.count == 3 }), groups.count > 2 || halves.count == 2
                else { throw .ambiguousComma }
                whole = groups.joined()
            } else {
                guard halves.count <= 2, Digits.areDigits(second) else { throw .notANumber }
                whole = first.isEmpty ? "0" : String(first)
            }
            fraction = String(second)
        }
    }
}
