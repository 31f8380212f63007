/// The records of a snapshot by the fingerprints of their keys and of the rows that they were made of, some 70 bytes each.
///
/// It also remembers which row named each record, so that a second row of the same key is recognised and what no row named can
/// be told in the end.
struct SnapshotIndex: Sendable {
    private struct Traits: OptionSet {
        let rawValue: UInt8
        static let hasKey = Traits(rawValue: 1)
        static let isTracked = Traits(rawValue: 2)
        static let isNamed = Traits(rawValue: 4)
        /// Another record has the same key.
        static let sharesKey = Traits(rawValue: 8)
    }

    private var rowIDs: [Int64] = []
    private var keys: [Fingerprint] = []
    private var cells: [Fingerprint] = []
    private var sources: [Fingerprint] = []
    private var traits: [Traits] = []
    /// The line of the row that named the record.
    private var lines: [UInt32] = []
    private var byKey: SlotTable
    private var bySource: SlotTable
    /// Of each key that several records have, their places; by the place that ``byKey`` knows.
    private var groups: [Int: [Int]] = [:]

    /// Records without a key; no row can name them.
    private(set) var countWithoutKey = 0
    /// Records that this tool wrote.
    private(set) var countTracked = 0

    /// - Parameter capacity: How many records are expected.
    init(capacity: Int) {
        byKey = SlotTable(capacity: capacity)
        bySource = SlotTable(capacity: capacity)
        rowIDs.reserveCapacity(capacity)
        keys.reserveCapacity(capacity)
        cells.reserveCapacity(capacity)
        sources.reserveCapacity(capacity)
        traits.reserveCapacity(capacity)
        lines.reserveCapacity(capacity)
    }

    var count: Int { rowIDs.count }

    mutating func insert(_ entry: SnapshotEntry) {
        let place = count
        rowIDs.append(entry.rowID)
        keys.append(entry.key ?? Fingerprint(high: 0, low: 0))
        cells.append(entry.cells)
        sources.append(entry.source ?? Fingerprint(high: 0, low: 0))
        traits.append(entry.isTracked ? .isTracked : [])
        lines.append(0)
        if entry.isTracked { countTracked += 1 }
        guard let key = entry.key else {
            countWithoutKey += 1
            return
        }
        traits[place].insert(.hasKey)
        if let first = byKey.first(key, in: keys) {
            groups[first, default: [first]].append(place)
            traits[first].insert(.sharesKey)
            traits[place].insert(.sharesKey)
        } else {
            byKey.insert(place, of: keys)
        }
        if entry.source != nil, entry.isSettled { bySource.insert(place, of: sources) }
    }

    /// The record that still is what the row of that raw fingerprint made of it, if no row named it yet.
    func unmoved(source: Fingerprint) -> Int? {
        bySource.first(source, in: sources) { traits[$0].isDisjoint(with: [.isNamed, .sharesKey]) }
    }

    /// The places of the records with that key; several if they share it, none if there is no such record.
    func places(key: Fingerprint) -> [Int] {
        guard let place = byKey.first(key, in: keys) else { return [] }
        return traits[place].contains(.sharesKey) ? groups[place] ?? [place] : [place]
    }

    /// Notes that the row on `line` names the record.
    mutating func name(_ place: Int, line: Int) {
        traits[place].insert(.isNamed)
        lines[place] = UInt32(clamping: line)
    }

    /// The line of the row that named the record; nil if none did.
    func line(naming place: Int) -> Int? { traits[place].contains(.isNamed) ? Int(lines[place]) : nil }

    func rowID(_ place: Int) -> Int64 { rowIDs[place] }
    func cells(_ place: Int) -> Fingerprint { cells[place] }

    /// The places of the records that no row named and that have a key.
    func unnamed(onlyTracked: Bool) -> [Int] {
        let wanted: Traits = onlyTracked ? [.hasKey, .isTracked] : [.hasKey]
        return traits.indices.filter { traits[$0].isSuperset(of: wanted) && !traits[$0].contains(.isNamed) }
    }

    /// How many records no row named.
    var countUnnamed: Int { traits.count { !$0.contains(.isNamed) } }
}
