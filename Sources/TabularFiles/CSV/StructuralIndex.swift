/// The places of the bytes that shape a CSV text (delimiter, quote, CR, LF) in a stretch of it.
///
/// Finding them 16 at a time, apart from deciding what they mean, is what makes the reader fast: both loops are then
/// short and their branches foreseeable.
struct StructuralIndex: ~Copyable {
    /// How many bytes are indexed at once: the places of a stretch that is all delimiters take 128 KiB.
    static let stretch = 32 * 1024

    private let delimiter: UInt8
    private let places: UnsafeMutablePointer<UInt32>
    private var count = 0
    private var next = 0
    /// Up to where the text is indexed.
    private var indexed = 0

    init(delimiter: UInt8) {
        self.delimiter = delimiter
        // The spare places take what the loop writes ahead of knowing that it is wanted.
        places = .allocate(capacity: Self.stretch + 32)
    }

    deinit { places.deallocate() }

    /// Starts again at `place`.
    mutating func restart(at place: Int) {
        count = 0
        next = 0
        indexed = place
    }

    /// The next place in `bytes` below `end`, or -1 when there is none.
    @inline(__always)
    mutating func take(in bytes: UnsafePointer<UInt8>, below end: Int) -> Int {
        while next == count {
            guard indexed < end else { return -1 }
            index(bytes, to: min(end, indexed + Self.stretch))
        }
        next += 1
        return Int(places[next - 1])
    }

    private mutating func index(_ bytes: UnsafePointer<UInt8>, to end: Int) {
        let raw = UnsafeRawPointer(bytes)
        let delimiters = SIMD16<UInt8>(repeating: delimiter)
        let quotes = SIMD16<UInt8>(repeating: .quote)
        let returns = SIMD16<UInt8>(repeating: .carriageReturn)
        let feeds = SIMD16<UInt8>(repeating: .lineFeed)
        var found = 0
        var place = indexed
        while place < end {
            let block = raw.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
            let hits = (block .== delimiters) .| (block .== quotes) .| (block .== returns) .| (block .== feeds)
            var marks = Self.nibbles(hits)
            if end - place < 16 { marks &= (1 << UInt64((end - place) * 4)) - 1 }
            // Most blocks have one or two: writing three unasked is cheaper than asking.
            var rest = marks
            places[found] = UInt32(truncatingIfNeeded: place + rest.trailingZeroBitCount >> 2)
            rest &= rest &- 1
            places[found + 1] = UInt32(truncatingIfNeeded: place + rest.trailingZeroBitCount >> 2)
            rest &= rest &- 1
            places[found + 2] = UInt32(truncatingIfNeeded: place + rest.trailingZeroBitCount >> 2)
            rest &= rest &- 1
            if rest == 0 {
                found += Self.count(marks)
            } else {
                found += 3
                while rest != 0 {
                    places[found] = UInt32(truncatingIfNeeded: place + rest.trailingZeroBitCount >> 2)
                    found += 1
                    rest &= rest &- 1
                }
            }
            place += 16
        }
        count = found
        next = 0
        indexed = end
    }

    /// One bit in four for each of 16 lanes: a shift and a narrowing, which every vector unit has (a movemask is not
    /// to be had from Swift).
    @inline(__always)
    private static func nibbles(_ hits: SIMDMask<SIMD16<Int8>>) -> UInt64 {
        let lanes = SIMD16<UInt8>(repeating: 0).replacing(with: 0xFF, where: hits)
        let pairs = unsafeBitCast(lanes, to: SIMD8<UInt16>.self)
        let packed = SIMD8<UInt8>(truncatingIfNeeded: pairs &>> 4)
        return unsafeBitCast(packed, to: UInt64.self).littleEndian & 0x1111_1111_1111_1111
    }

    /// The number of marks when there are at most three.
    @inline(__always)
    private static func count(_ marks: UInt64) -> Int {
        Int(truncatingIfNeeded: (marks &* 0x1111_1111_1111_1111) >> 60)
    }
}

extension UInt8 {
    static let quote = UInt8(ascii: "\"")
    static let carriageReturn = UInt8(ascii: "\r")
    static let lineFeed = UInt8(ascii: "\n")
}
