import FoundationEssentials

/// The offsets of one time zone, read from the system's zone database.
///
/// FoundationEssentials knows no zone but UTC, and a `dateTime` field takes local times in its own zone
/// (airtable-api.md 4.4), so the compiled zone file (RFC 8536) is read here.
struct TimeZoneRules: Sendable, Hashable {
    /// Seconds since 1970 at which an offset begins to hold, ascending.
    private var transitions: [Int64]
    /// Seconds east of UTC before the first transition, then from each transition on.
    private var offsets: [Int64]

    static let utc = TimeZoneRules(transitions: [], offsets: [0])

    private init(transitions: [Int64], offsets: [Int64]) {
        self.transitions = transitions
        self.offsets = offsets
    }

    /// The zone of an IANA name such as `Europe/Berlin`; nil if the system's database has no such zone.
    init?(identifier: String) {
        let parts = identifier.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { $0.isASCIIAlphanumeric || $0 == 0x5F || $0 == 0x2D || $0 == 0x2B }
        }
        guard isPlain, let contents = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(identifier)") else {
            return nil
        }
        self.init(compiled: [UInt8](contents))
    }

    /// Reads the 64-bit part of a compiled zone file; nil if the bytes are not one.
    ///
    /// Years after the last transition (2037 in files that list them all) keep its offset.
    init?(compiled bytes: [UInt8]) {
        var reader = ZoneFileReader(bytes: bytes)
        guard let first = reader.header(), first.version >= UInt8(ascii: "2"),
            reader.skip(first.bodyLength(timeSize: 4)), let counts = reader.header(), counts.types > 0,
            let times = reader.integers(counts.transitions), let kinds = reader.octets(counts.transitions),
            let types = reader.types(counts.types), kinds.allSatisfy({ Int($0) < types.count })
        else { return nil }
        transitions = times
        offsets = [types[0]] + kinds.map { types[Int($0)] }
    }

    /// Seconds east of UTC that hold at an instant, given in seconds since 1970.
    func offset(at seconds: Int64) -> Int64 {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return offsets[low]
    }

    /// The instant, in seconds since 1970, at which clocks in the zone show `local` (counted as if it were UTC).
    ///
    /// A time that occurs twice means its first occurrence; one that a change of the clocks leaves out is read with
    /// the offset that held before the change.
    func seconds(fromLocal local: Int64) -> Int64 {
        let before = local - offset(at: local - 86_400)
        if offset(at: before) == local - before { return before }
        let after = local - offset(at: local + 86_400)
        return offset(at: after) == local - after ? after : before
    }
}

/// Reads the big-endian parts of a compiled zone file one after another.
private struct ZoneFileReader {
    struct Counts {
        var version: UInt8
        var utcFlags: Int
        var standardFlags: Int
        var leaps: Int
        var transitions: Int
        var types: Int
        var characters: Int

        func bodyLength(timeSize: Int) -> Int {
            transitions * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standardFlags + utcFlags
        }
    }

    let bytes: [UInt8]
    var position = 0

    mutating func header() -> Counts? {
        guard let start = octets(44), start.prefix(4).elementsEqual("TZif".utf8) else { return nil }
        let numbers = (0..<6).map { index in
            start[(20 + index * 4)..<(24 + index * 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        return Counts(
            version: start[4], utcFlags: numbers[0], standardFlags: numbers[1], leaps: numbers[2],
            transitions: numbers[3], types: numbers[4], characters: numbers[5])
    }

    mutating func skip(_ count: Int) -> Bool { octets(count) != nil }

    mutating func octets(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= bytes.count - position else { return nil }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    mutating func integers(_ count: Int) -> [Int64]? {
        guard let part = octets(count * 8) else { return nil }
        return (0..<count).map { index in
            Int64(bitPattern: part[(index * 8)..<(index * 8 + 8)].reduce(0) { $0 << 8 | UInt64($1) })
        }
    }

    mutating func types(_ count: Int) -> [Int64]? {
        guard let part = octets(count * 6) else { return nil }
        return (0..<count).map { index in
            Int64(Int32(bitPattern: part[(index * 6)..<(index * 6 + 4)].reduce(0) { $0 << 8 | UInt32($1) }))
        }
    }
}

extension UInt8 {
    /// Whether the byte is one of `0-9A-Za-z`.
    var isASCIIAlphanumeric: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    /// Whether the byte is one of `0-9`.
    var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
}
