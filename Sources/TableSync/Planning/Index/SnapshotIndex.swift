/// The records of a snapshot by the fingerprints of their keys and of the rows that they were made of, some 70 bytes each.
///
/// It is made of a ``SnapshotIndexDraft`` and then only read, by any number of tasks.
struct SnapshotIndex: Sendable {
    /// Records that share their key have no source: a row must not find one of them without the others.
    private var records: SnapshotIndexDraft
    /// Of each key that several records have, their places; by the place that the table of keys knows.
    private var groups: [Int: [Int]] = [:]

    init(_ records: consuming SnapshotIndexDraft) {
        let repeats = records.repeats
        self.records = records
        for (place, first) in repeats {
            groups[first, default: [first]].append(place)
            self.records.dropSource(at: first)
            self.records.dropSource(at: place)
        }
    }

    var count: Int { records.count }
    /// Records without a key; no row can name them.
    var countWithoutKey: Int { records.countWithoutKey }
    /// Records that this tool wrote.
    var countTracked: Int { records.countTracked }

    /// The place of the record that still is what the row of that raw fingerprint made of it.
    func unmoved(source: Fingerprint) -> Int? { records.bySource.first(source, in: records.sources) }

    /// The same for rows that follow one another.
    ///
    /// Rows mostly come in the order of their records; then the next place is the one, and lies in the processor's cache, which
    /// a place found by its fingerprint does not. Nothing else is done between two look-ups, so that the processor waits for the
    /// memory of several at once.
    func unmoved(sources: [Fingerprint]) -> [Int?] {
        var next = count
        return sources.map { source in
            let place = next < count && records.sources[next] == source ? next : unmoved(source: source)
            next = (place ?? next) + 1
            return place
        }
    }

    /// The places of the records with that key; several if they share it, none if there is no such record.
    func places(key: Fingerprint) -> [Int] {
        guard let place = records.byKey.first(key, in: records.keys) else { return [] }
        return groups[place] ?? [place]
    }

    func rowID(_ place: Int) -> Int64 { records.rowIDs[place] }
    func cells(_ place: Int) -> Fingerprint { records.cells[place] }
    func hasKey(_ place: Int) -> Bool { records.keys[place] != .none }
    func isTracked(_ place: Int) -> Bool { records.isTracked[place] }
}
