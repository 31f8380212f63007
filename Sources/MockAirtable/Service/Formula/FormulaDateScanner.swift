/// Reads the pieces of a written date from left to right. A method that answers `nil` or `false` has taken nothing that matters:
/// its caller gives up.
struct FormulaDateScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(_ literal: String) -> Bool {
        guard bytes[position...].starts(with: literal.utf8) else { return false }
        position += literal.utf8.count
        return true
    }

    /// Exactly `count` digits (at most 18).
    mutating func digits(_ count: Int) -> Int? { digits(count...count) }

    /// As many digits as there are, if their number lies in `counts`.
    mutating func digits(_ counts: ClosedRange<Int>) -> Int? {
        var value = 0
        var taken = 0
        while taken < counts.upperBound, position < bytes.count, FormulaNumber.isDigit(bytes[position]) {
            value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            position += 1
            taken += 1
        }
        return taken >= counts.lowerBound ? value : nil
    }

    /// Digits after a decimal point, in milliseconds; finer digits are cut off.
    mutating func fraction() -> Int? {
        let start = position
        while position < bytes.count, FormulaNumber.isDigit(bytes[position]) { position += 1 }
        guard position > start, position - start <= 9 else { return nil }
        var value = 0
        for index in 0..<3 {
            value = value * 10 + (start + index < position ? Int(bytes[start + index] - UInt8(ascii: "0")) : 0)
        }
        return value
    }

    /// `Z`, `+02:00` or `+0200`, in minutes east of UTC.
    mutating func offset() -> Int? {
        if skip("Z") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = digits(2), hours <= 23 else { return nil }
        _ = skip(":")
        guard let minutes = digits(2), minutes <= 59 else { return nil }
        return sign * (hours * 60 + minutes)
    }

    /// The index of the one of `names` that comes next, upper and lower case alike (ASCII).
    mutating func name(of names: [String]) -> Int? {
        for (index, name) in names.enumerated() {
            let length = name.utf8.count
            guard position + length <= bytes.count else { continue }
            let same = zip(bytes[position..<position + length], name.utf8).allSatisfy { ($0 | 0x20) == ($1 | 0x20) }
            if same {
                position += length
                return index
            }
        }
        return nil
    }
}
