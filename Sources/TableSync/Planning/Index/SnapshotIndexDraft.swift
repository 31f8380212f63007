/// What an index holds of each record, in the order of the snapshot, before anything is looked up in it.
struct SnapshotIndexDraft: Sendable {
    private(set) var rowIDs: [Int64] = []
    private(set) var cells: [Fingerprint] = []
    private(set) var keys: [Fingerprint] = []
    /// Only of records that have a key, and still are what the row that they were made of has made of them.
    private(set) var sources: [Fingerprint] = []
    private(set) var isTracked: [Bool] = []
    private(set) var countWithoutKey = 0
    private(set) var countTracked = 0

    /// - Parameter capacity: How many records are expected.
    init(capacity: Int) {
        rowIDs.reserveCapacity(capacity)
        cells.reserveCapacity(capacity)
        keys.reserveCapacity(capacity)
        sources.reserveCapacity(capacity)
        isTracked.reserveCapacity(capacity)
    }

    var count: Int { rowIDs.count }

    mutating func insert(_ entry: SnapshotEntry) {
        rowIDs.append(entry.rowID)
        cells.append(entry.cells)
        keys.append(entry.key ?? .none)
        sources.append(entry.key == nil || !entry.isSettled ? .none : entry.source ?? .none)
        isTracked.append(entry.isTracked)
        if entry.key == nil { countWithoutKey += 1 }
        if entry.isTracked { countTracked += 1 }
    }

    /// Forgets which row the record was made of.
    mutating func dropSource(at place: Int) { sources[place] = .none }
}
