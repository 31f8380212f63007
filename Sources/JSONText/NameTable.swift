/// Tells whether an object that is being read already has a member of a name, in constant time for objects of any size.
struct NameTable: Sendable {
    /// What ``open()`` gives and ``close(_:)`` takes back, innermost first.
    struct Mark {
        fileprivate var hashes: Int
        fileprivate var largeNames: Int
    }

    /// A scan over this many hashes costs less than one look-up in a set.
    private static let scanned = 32

    /// How many members the last object had: a guess at the next one's.
    private(set) var usualCount = 0
    /// A hash of every name of the open objects, innermost last.
    private var hashes: [UInt64] = []
    /// For every open object of more than ``scanned`` members, its names, innermost last.
    private var largeNames: [Set<ExactName>] = []

    func open() -> Mark { Mark(hashes: hashes.count, largeNames: largeNames.count) }

    mutating func close(_ mark: Mark) {
        usualCount = min(hashes.count - mark.hashes, Self.scanned)
        hashes.removeSubrange(mark.hashes...)
        largeNames.removeSubrange(mark.largeNames...)
    }

    /// Notes the next name of the innermost object, which has the names `earlier`; false if it is one of them.
    mutating func insert(_ name: String, after earlier: [String], since mark: Mark) -> Bool {
        if earlier.count >= Self.scanned {
            if earlier.count == Self.scanned { largeNames.append(Set(earlier.map(ExactName.init))) }
            hashes.append(0)
            return largeNames[mark.largeNames].insert(ExactName(name)).inserted
        }
        let hash = Self.hash(of: name)
        for index in earlier.indices where hashes[mark.hashes + index] == hash {
            if ExactName(earlier[index]) == ExactName(name) { return false }
        }
        hashes.append(hash)
        return true
    }

    private static func hash(of name: String) -> UInt64 {
        // FNV-1a; whoever makes two of 32 names collide costs us one comparison.
        name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// A name that equals another only if their scalars do.
///
/// `String` also equates texts that look alike, such as "é" as one scalar and as two; in JSON they are two names
/// (RFC 8259, section 8.3), and an answer that has both must be readable.
struct ExactName: Hashable, Sendable {
    let name: String

    init(_ name: String) { self.name = name }

    static func == (one: ExactName, other: ExactName) -> Bool {
        // The first comparison is the fast one, and nearly always decides.
        one.name == other.name && one.name.utf8.elementsEqual(other.name.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in name.utf8 { hasher.combine(byte) }
    }
}
