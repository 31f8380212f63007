import TableModel

/// The records of one table: found by id, and walked in ascending order of ids.
struct RecordStore: Sendable {
    private var records: [RecordID: StoredRecord] = [:]
    private var order = SortedIDs()
    /// The indexes that were asked for, the newest last.
    private var indexes: [KeyIndex] = []
    /// So many are kept: upserts need one, and each table that links here by names another.
    private static let mostIndexes = 3

    var count: Int { records.count }

    subscript(id: RecordID) -> StoredRecord? { records[id] }

    /// Adds the record or puts it in the place of the one with its id.
    mutating func store(_ record: StoredRecord) {
        let previous = records.updateValue(record, forKey: record.id)
        if previous == nil { order.insert(record.id) }
        for position in indexes.indices { indexes[position].replace(previous, with: record) }
    }

    mutating func remove(_ id: RecordID) {
        guard let previous = records.removeValue(forKey: id) else { return }
        order.remove(id)
        for position in indexes.indices { indexes[position].replace(previous, with: nil) }
    }

    /// Calls `body` with each record whose id is greater than `start`, ascending, until it gives false.
    func walk(after start: RecordID? = nil, _ body: (StoredRecord) -> Bool) {
        order.walk(after: start) { id in
            guard let record = records[id] else { return true }
            return body(record)
        }
    }

    /// The ids of the records whose cells in `slots` hold exactly `values`, ascending.
    ///
    /// The first call for some slots walks the table; later ones look up.
    mutating func records(withCells values: [CellValue], in slots: [Int]) -> [RecordID] {
        if let index = indexes.first(where: { $0.slots == slots }) { return index.records(with: values) }
        var fresh = KeyIndex(slots: slots)
        for record in records.values { fresh.replace(nil, with: record) }
        if indexes.count == Self.mostIndexes { indexes.removeFirst() }
        indexes.append(fresh)
        return fresh.records(with: values)
    }
}
