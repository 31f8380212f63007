import TableModel

/// Finds records by the cells of a few fields.
struct KeyIndex: Sendable {
    let slots: [Int]
    private var recordsByKey: [[CellValue]: Set<RecordID>] = [:]

    init(slots: [Int]) { self.slots = slots }

    /// Ascending.
    func records(with key: [CellValue]) -> [RecordID] { recordsByKey[key]?.sorted() ?? [] }

    mutating func replace(_ previous: StoredRecord?, with record: StoredRecord?) {
        let previousKey = previous.flatMap(key)
        let newKey = record.flatMap(key)
        guard previousKey != newKey else { return }
        if let previousKey, let id = previous?.id {
            recordsByKey[previousKey]?.remove(id)
            if recordsByKey[previousKey]?.isEmpty == true { recordsByKey[previousKey] = nil }
        }
        if let newKey, let id = record?.id { recordsByKey[newKey, default: []].insert(id) }
    }

    /// The record's cells in the slots; nil if one is empty, since blank keys never match (airtable-api.md 12 #9).
    private func key(of record: StoredRecord) -> [CellValue]? {
        var key: [CellValue] = []
        for slot in slots {
            guard let value = record[slot] else { return nil }
            key.append(value)
        }
        return key
    }
}
