/// Finds places in an array of fingerprints by their value: open addressing, four bytes an entry.
///
/// The fingerprints stay with the caller, who may keep several of them, and other things, at each place. At most half of the
/// table is in use.
struct SlotTable: Sendable {
    /// A place plus one; 0 is free.
    private var entries: [UInt32]
    private var count = 0

    /// - Parameter capacity: How many places are expected; the table grows beyond it.
    init(capacity: Int) {
        entries = Array(repeating: 0, count: Self.size(for: capacity))
    }

    /// Enters places of `fingerprints`, but those where there is none.
    ///
    /// - Returns: The places whose fingerprint an earlier one has, with that one; they are not entered.
    mutating func insert(_ places: Range<Int>, of fingerprints: [Fingerprint]) -> [(place: Int, first: Int)] {
        var repeats: [(place: Int, first: Int)] = []
        var entered = 0
        while 2 * (count + places.count) > entries.count { grow(fingerprints) }
        // To ask before each entry whether the table is shared would take longer than to make it.
        entries.withUnsafeMutableBufferPointer { entries in
            for place in places where fingerprints[place] != .none {
                if let first = Self.insert(place, of: fingerprints, into: entries) {
                    repeats.append((place, first))
                } else {
                    entered += 1
                }
            }
        }
        count += entered
        return repeats
    }

    /// Enters a place of `fingerprints`, unless there is one with the same fingerprint, which is given then.
    @discardableResult
    mutating func insert(_ place: Int, of fingerprints: [Fingerprint]) -> Int? {
        if 2 * (count + 1) > entries.count { grow(fingerprints) }
        let first = entries.withUnsafeMutableBufferPointer { Self.insert(place, of: fingerprints, into: $0) }
        if first == nil { count += 1 }
        return first
    }

    private static func insert(
        _ place: Int, of fingerprints: [Fingerprint], into entries: UnsafeMutableBufferPointer<UInt32>
    ) -> Int? {
        let fingerprint = fingerprints[place]
        let mask = entries.count - 1
        var index = start(fingerprint, mask)
        while entries[index] != 0 {
            let earlier = Int(entries[index]) - 1
            if fingerprints[earlier] == fingerprint { return earlier }
            index = (index + 1) & mask
        }
        entries[index] = UInt32(place + 1)
        return nil
    }

    /// The first place that was entered whose fingerprint is `fingerprint`.
    func first(_ fingerprint: Fingerprint, in fingerprints: [Fingerprint]) -> Int? {
        let mask = entries.count - 1
        var index = Self.start(fingerprint, mask)
        while entries[index] != 0 {
            let place = Int(entries[index]) - 1
            if fingerprints[place] == fingerprint { return place }
            index = (index + 1) & mask
        }
        return nil
    }

    private mutating func grow(_ fingerprints: [Fingerprint]) {
        let old = entries
        entries = Array(repeating: 0, count: old.count * 2)
        let mask = entries.count - 1
        for entry in old where entry != 0 {
            var index = Self.start(fingerprints[Int(entry) - 1], mask)
            while entries[index] != 0 { index = (index + 1) & mask }
            entries[index] = entry
        }
    }

    /// The bits of a fingerprint are random, so some of them are as good as a hash of all.
    private static func start(_ fingerprint: Fingerprint, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: fingerprint.low) & mask
    }

    private static func size(for capacity: Int) -> Int {
        var size = 16
        while size < 2 * capacity { size *= 2 }
        return size
    }
}

extension Fingerprint {
    /// Stands where there is none.
    static let none = Fingerprint(high: 0, low: 0)
}
