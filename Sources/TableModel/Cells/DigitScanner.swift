/// Reads numbers of a fixed width, and what stands between them, off the front of ASCII text.
struct DigitScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    /// Goes past the next byte if it is this character.
    mutating func skip(_ wanted: Unicode.Scalar) -> Bool {
        guard let next, next == UInt8(ascii: wanted) else { return false }
        place += 1
        return true
    }

    /// The number that the next `width` bytes write, all of them digits.
    mutating func number(_ width: Int) -> Int? {
        guard place + width <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[place..<place + width] {
            guard Digits.isDigit(byte) else { return nil }
            number = number * 10 + Int(byte &- UInt8(ascii: "0"))
        }
        place += width
        return number
    }

    /// The milliseconds that the digits of a fraction write, at least one; those after the third are passed over.
    mutating func milliseconds() -> Int? {
        var number = 0
        var weight = 100
        let start = place
        while let next, Digits.isDigit(next) {
            number += Int(next &- UInt8(ascii: "0")) * weight
            weight /= 10
            place += 1
        }
        return place > start ? number : nil
    }
}
