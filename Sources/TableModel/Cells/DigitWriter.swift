/// Writes numbers of a fixed width, and what stands after them, into memory that has room for them.
struct DigitWriter {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

    /// Writes the last `width` digits of a number that is not negative, with zeros before it, then `separator`.
    mutating func write(_ number: Int, width: Int, then separator: Unicode.Scalar) {
        var rest = number
        for place in (count..<count + width).reversed() {
            bytes.initializeElement(at: place, to: UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        bytes.initializeElement(at: count + width, to: UInt8(ascii: separator))
        count += width + 1
    }
}
