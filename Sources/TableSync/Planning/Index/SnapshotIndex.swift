/// The records of a snapshot by the fingerprints of their keys and of the rows that they were made of, some 70 bytes each.
///
/// It is loaded once and then only read, by any number of tasks.
struct SnapshotIndex: Sendable {
    private struct Traits: OptionSet {
        let rawValue: UInt8
        static let hasKey = Traits(rawValue: 1)
        static let isTracked = Traits(rawValue: 2)
        /// Another record has the same key.
        static let sharesKey = Traits(rawValue: 4)
    }

    private var rowIDs: [Int64] = []
    private var keys: [Fingerprint] = []
    private var cells: [Fingerprint] = []
    /// Only of records that are known by the row that made them: they have a key, and that of no other record.
    private var sources: [Fingerprint] = []
    private var traits: [Traits] = []
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
    }

    var count: Int { rowIDs.count }

    mutating func insert(_ entry: SnapshotEntry) {
        let place = count
        rowIDs.append(entry.rowID)
        keys.append(entry.key ?? .none)
        cells.append(entry.cells)
        sources.append(.none)
        traits.append(entry.isTracked ? .isTracked : [])
        if entry.isTracked { countTracked += 1 }
        guard entry.key != nil else {
            countWithoutKey += 1
            return
        }
        traits[place].insert(.hasKey)
        if let first = byKey.insert(place, of: keys) {
            groups[first, default: [first]].append(place)
            traits[first].insert(.sharesKey)
            traits[place].insert(.sharesKey)
            sources[first] = .none
            return
        }
        if entry.isSettled, let source = entry.source {
            sources[place] = source
            bySource.insert(place, of: sources)
        }
    }

    /// The place of the record that still is what the row of that raw fingerprint made of it.
    ///
    /// - Parameter neighbour: The place of the row before. Rows mostly come in the order of their records; then the place after it
    ///   is the one, and lies in the processor's cache, which a place found by its fingerprint does not.
    func unmoved(source: Fingerprint, after neighbour: Int? = nil) -> Int? {
        if let next = neighbour.map({ $0 + 1 }), next < count, sources[next] == source { return next }
        return bySource.first(source, in: sources)
    }

    /// The places of the records with that key; several if they share it, none if there is no such record.
    func places(key: Fingerprint) -> [Int] {
        guard let place = byKey.first(key, in: keys) else { return [] }
        return traits[place].contains(.sharesKey) ? groups[place] ?? [place] : [place]
    }

    func rowID(_ place: Int) -> Int64 { rowIDs[place] }
    func cells(_ place: Int) -> Fingerprint { cells[place] }
    func hasKey(_ place: Int) -> Bool { traits[place].contains(.hasKey) }
    func isTracked(_ place: Int) -> Bool { traits[place].contains(.isTracked) }
}

extension Fingerprint {
    /// Stands where there is none.
    fileprivate static let none = Fingerprint(high: 0, low: 0)
}
