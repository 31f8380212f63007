/// The names of members in the objects that are being read: finds duplicates in constant time for objects of any size,
/// and gives a name that recurs, as in the records of a page, one `String` for all of them.
struct NameTable: Sendable {
    /// What ``open()`` gives and ``close(_:)`` takes back, innermost first.
    struct Mark {
        fileprivate var hashes: Int
        fileprivate var largeNames: Int
        fileprivate var level: Int
        /// How many members the last object at this level had: a guess at this one's.
        fileprivate(set) var usualCount: Int
    }

    private struct Known: Sendable {
        var hash: UInt64
        var name: String
    }

    /// A scan over this many hashes costs less than one look-up in a set.
    private static let scanned = 32
    /// Names that are remembered; a table has tens of fields. A power of two.
    private static let knownCount = 128
    /// The longest name that is remembered, in bytes, so that the memory is bounded.
    private static let knownLength = 128
    /// Levels of nesting with a guess of their own.
    private static let levels = 8

    private var level = 0
    private var usualCounts: [Int] = []
    /// A hash of each of the first ``scanned`` names of every open object, innermost last.
    private var hashes: [UInt64] = []
    /// For every open object of more than ``scanned`` members, its names, innermost last.
    private var largeNames: [Set<ExactName>] = []
    /// Names that were read before, each in the place that its hash points to.
    private var known: [Known] = []

    mutating func open() -> Mark {
        if known.isEmpty {
            known = Array(repeating: Known(hash: 0, name: ""), count: Self.knownCount)
            usualCounts = Array(repeating: 0, count: Self.levels)
        }
        level = min(level + 1, Self.levels - 1)
        return Mark(
            hashes: hashes.count, largeNames: largeNames.count, level: level, usualCount: usualCounts[level])
    }

    mutating func close(_ mark: Mark) {
        usualCounts[mark.level] = hashes.count - mark.hashes
        hashes.removeLast(hashes.count - mark.hashes)
        largeNames.removeLast(largeNames.count - mark.largeNames)
        level = mark.level - 1
    }

    /// The name that `utf8`, which is valid, spells, and its hash.
    mutating func name(_ utf8: UnsafeBufferPointer<UInt8>) -> (String, hash: UInt64) {
        let hash = Self.hash(of: utf8)
        let place = Int(truncatingIfNeeded: hash) & (Self.knownCount - 1)
        if known[place].hash == hash {
            let name = known[place].name
            if name.utf8.withContiguousStorageIfAvailable({ Self.areEqual($0, utf8) }) == true { return (name, hash) }
        }
        let name = String(decoding: utf8, as: UTF8.self)
        if utf8.count <= Self.knownLength { known[place] = Known(hash: hash, name: name) }
        return (name, hash)
    }

    /// Notes the next name of the innermost object, which has the names `earlier`; false if it is one of them.
    mutating func insert(_ name: String, hash: UInt64, after earlier: [String], since mark: Mark) -> Bool {
        if earlier.count >= Self.scanned {
            if earlier.count == Self.scanned { largeNames.append(Set(earlier.map(ExactName.init))) }
            return largeNames[mark.largeNames].insert(ExactName(name)).inserted
        }
        for index in earlier.indices where hashes[mark.hashes + index] == hash {
            if ExactName(earlier[index]) == ExactName(name) { return false }
        }
        hashes.append(hash)
        return true
    }

    /// Eight bytes a step; whoever makes the hashes of 32 names collide costs us as many comparisons, no more.
    static func hash(of utf8: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let bytes = UnsafeRawBufferPointer(utf8)
        var hash = UInt64(truncatingIfNeeded: bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
            hash ^= hash >> 32
            index += 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        hash = (hash ^ rest) &* 0x9E37_79B9_7F4A_7C15
        return hash ^ hash >> 32
    }

    private static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for index in one.indices { difference |= one[index] ^ other[index] }
        return difference == 0
    }
}
