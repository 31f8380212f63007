/// What an index holds of each record, in the order of the snapshot, while records are entered.
struct SnapshotIndexDraft: Sendable {
    private(set) var rowIDs: [Int64] = []
    private(set) var cells: [Fingerprint] = []
    private(set) var keys: [Fingerprint] = []
    /// Only of records that have a key, and still are what the row that they were made of has made of them.
    private(set) var sources: [Fingerprint] = []
    private(set) var isTracked: [Bool] = []
    private(set) var countWithoutKey = 0
    private(set) var countTracked = 0
    private(set) var byKey: SlotTable
    private(set) var bySource: SlotTable
    /// The places of records whose key an earlier one has, with that one's place.
    private(set) var repeats: [(place: Int, first: Int)] = []

    /// - Parameter capacity: How many records are expected.
    init(capacity: Int) {
        rowIDs.reserveCapacity(capacity)
        cells.reserveCapacity(capacity)
        keys.reserveCapacity(capacity)
        sources.reserveCapacity(capacity)
        isTracked.reserveCapacity(capacity)
        byKey = SlotTable(capacity: capacity)
        bySource = SlotTable(capacity: capacity)
    }

    var count: Int { rowIDs.count }

    /// Enters the next records.
    mutating func insert(_ entries: [SnapshotEntry]) {
        let start = count
        for entry in entries {
            rowIDs.append(entry.rowID)
            cells.append(entry.cells)
            keys.append(entry.key ?? .none)
            sources.append(entry.key == nil || !entry.isSettled ? .none : entry.source ?? .none)
            isTracked.append(entry.isTracked)
            if entry.key == nil { countWithoutKey += 1 }
            if entry.isTracked { countTracked += 1 }
        }
        repeats += byKey.insert(start..<count, of: keys)
        _ = bySource.insert(start..<count, of: sources)
    }

    /// Forgets which row the record was made of.
    mutating func dropSource(at place: Int) { sources[place] = .none }
}
