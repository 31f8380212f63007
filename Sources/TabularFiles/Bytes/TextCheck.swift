/// How far bytes are text: well-formed UTF-8 (Unicode 16, table 3-7) without zero bytes.
enum TextCheck {
    enum Stop {
        /// All of it is text.
        case end
        /// The last bytes begin a character whose end is still to come.
        case incomplete
        case zeroByte
        case malformed
    }

    /// Checks `bytes[start..<end]`, of which `start` begins a character, and gives the place where text ends and why.
    static func run(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> (end: Int, stop: Stop) {
        let raw = UnsafeRawPointer(bytes)
        var place = start
        while true {
            // 32 bytes at once as long as all are ASCII and none is zero, which is most of most files.
            while place + 32 <= end {
                let first = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                let second = raw.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
                let third = raw.loadUnaligned(fromByteOffset: place + 16, as: UInt64.self)
                let fourth = raw.loadUnaligned(fromByteOffset: place + 24, as: UInt64.self)
                guard (marks(first) | marks(second) | marks(third) | marks(fourth)) == 0 else { break }
                place += 32
            }
            while place < end, bytes[place] &- 1 < 0x7F { place += 1 }
            guard place < end else { return (end, .end) }
            guard bytes[place] != 0 else { return (place, .zeroByte) }
            // Characters beyond ASCII come in runs in most scripts that have them.
            while place < end, bytes[place] >= 0x80 {
                switch characterLength(bytes + place, available: end - place) {
                case 0: return (place, .malformed)
                case let length where length > end - place: return (place, .incomplete)
                case let length: place += length
                }
            }
        }
    }

    /// Non-zero if any of the eight bytes is zero or not ASCII: for bytes 1…127 the subtraction neither borrows nor
    /// reaches the high bit.
    @inline(__always)
    private static func marks(_ word: UInt64) -> UInt64 {
        ((word &- 0x0101_0101_0101_0101) | word) & 0x8080_8080_8080_8080
    }

    /// The length of the character beyond ASCII that begins here, also if only its beginning is `available`; 0 if none
    /// can begin so.
    private static func characterLength(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch bytes[0] {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        case 0xF1...0xF3: length = 4
        default: return 0
        }
        if available > 1, !second.contains(bytes[1]) { return 0 }
        if length > 2, available > 2, !isContinuation(bytes[2]) { return 0 }
        if length > 3, available > 3, !isContinuation(bytes[3]) { return 0 }
        return length
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
