/// Finds rows of a source that have the same key, keeping hashes instead of rows.
///
/// Feed every row's key with its line, then read ``duplicates`` and ``lookalikes``. Memory: 32 bytes for each different
/// key (in a table that is at most three quarters full), and 16 for each row whose key has been seen before.
package struct DuplicateKeys: Sendable {
    /// Rows that share a key.
    package struct Group: Sendable, Hashable {
        /// Ascending in the order in which they were fed; two at least.
        package var lines: [Int]
    }

    /// Rows whose keys differ only in case, in outer whitespace, or in how accents are composed.
    package struct Lookalikes: Sendable, Hashable {
        /// The first line of each of the different keys; two at least.
        package var lines: [Int]
    }

    private struct Sighting: Sendable {
        /// Half of the exact hash suffices among keys that share their 128-bit loose hash.
        var exact: UInt64
        var line: Int
    }

    /// The first row of each loose hash.
    private var first: [KeyHash: Sighting] = [:]
    /// All rows, the first included, of loose hashes that were met more than once.
    private var repeated: [KeyHash: [Sighting]] = [:]

    /// Makes a search that has seen no row.
    package init() {}

    /// Takes the key of the row on `line`.
    package mutating func add(_ key: RecordKey, line: Int) {
        let loose = key.looseHash
        let sighting = Sighting(exact: key.hash.low, line: line)
        guard let earlier = first[loose] else {
            first[loose] = sighting
            return
        }
        repeated[loose, default: [earlier]].append(sighting)
    }

    /// The groups of rows with one key, by their first lines.
    package var duplicates: [Group] {
        repeated.values.flatMap(Self.groups).filter { $0.count > 1 }.map(Group.init).sorted {
            $0.lines[0] < $1.lines[0]
        }
    }

    /// The groups of different keys that look alike, by their first lines.
    package var lookalikes: [Lookalikes] {
        repeated.values.map(Self.groups).filter { $0.count > 1 }.map { groups in
            Lookalikes(lines: groups.map { $0[0] })
        }.sorted { $0.lines[0] < $1.lines[0] }
    }

    /// The lines of `sightings` by exact key, in the order of their first lines.
    private static func groups(_ sightings: [Sighting]) -> [[Int]] {
        var positions: [UInt64: Int] = [:]
        var groups: [[Int]] = []
        for sighting in sightings {
            if let position = positions[sighting.exact] {
                groups[position].append(sighting.line)
            } else {
                positions[sighting.exact] = groups.count
                groups.append([sighting.line])
            }
        }
        return groups
    }
}
