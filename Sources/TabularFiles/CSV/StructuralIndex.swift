/// The places of the bytes that shape a CSV text (delimiter, quote, CR, LF) in a stretch of it.
///
/// Finding them 16 at a time, apart from deciding what they mean, is what makes the reader fast: both loops are then
/// short and their branches foreseeable.
struct StructuralIndex: ~Copyable {
    /// How many bytes are indexed at once: the places of a stretch that is all delimiters take 128 KiB.
    static let stretch = 32 * 1024

    /// Places that were found and not yet taken. The loop that takes them keeps it in registers.
    struct Cursor {
        fileprivate var next: UnsafePointer<UInt32>
        fileprivate var end: UnsafePointer<UInt32>
    }

    private let delimiter: UInt8
    private let places: UnsafeMutablePointer<UInt32>
    /// Up to where the text is indexed.
    private var indexed = 0

    init(delimiter: UInt8) {
        self.delimiter = delimiter
        // The spare places take what the loop writes ahead of knowing that it is wanted.
        places = .allocate(capacity: Self.stretch + 32)
    }

    deinit { places.deallocate() }

    /// A cursor that begins at `place`.
    mutating func cursor(at place: Int) -> Cursor {
        indexed = place
        return Cursor(next: places, end: places)
    }

    /// The next place in `bytes` below `end`, or -1 when there is none.
    @inline(__always)
    mutating func take(_ cursor: inout Cursor, in bytes: UnsafePointer<UInt8>, below end: Int) -> Int {
        while cursor.next == cursor.end {
            guard indexed < end else { return -1 }
            cursor = index(bytes, to: min(end, indexed + Self.stretch))
        }
        defer { cursor.next += 1 }
        return Int(cursor.next.pointee)
    }

    private mutating func index(_ bytes: UnsafePointer<UInt8>, to end: Int) -> Cursor {
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
            places[found] = Self.place(place, of: rest)
            rest &= rest &- 1
            places[found + 1] = Self.place(place, of: rest)
            rest &= rest &- 1
            places[found + 2] = Self.place(place, of: rest)
            rest &= rest &- 1
            if rest == 0 {
                found += Self.count(marks)
            } else {
                found += 3
                while rest != 0 {
                    places[found] = Self.place(place, of: rest)
                    found += 1
                    rest &= rest &- 1
                }
            }
            place += 16
        }
        indexed = end
        return Cursor(next: places, end: places + found)
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

    /// The place of the first mark in a block that begins at `start`; anything if there is no mark. The bit that is set
    /// here is never a mark, and tells the compiler that a bit is set, which spares a branch.
    @inline(__always)
    private static func place(_ start: Int, of marks: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: start &+ (marks | 1 << 63).trailingZeroBitCount >> 2)
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
