import TableModel

/// Picks the records of one page.
struct ListPage {
    /// What records have to pass, all of it.
    let filters: [FormulaFilter]
    /// How many records the page may hold.
    let size: Int

    struct Result {
        var records: [StoredRecord] = []
        /// Whether records follow the page.
        var hasMore = false
    }

    /// The first records of the table as it is now, in the order of `places`.
    func records(of store: RecordStore, at places: ArraySlice<RecordOrder.Place>) -> Result {
        var result = Result()
        for place in places {
            guard let record = store[place.id], passes(record) else { continue }
            guard take(record, into: &result) else { break }
        }
        return result
    }

    /// The records of `ids` after `id` that are still there.
    func records(of store: RecordStore, among ids: [RecordID], after id: RecordID?) -> Result {
        let start = id.flatMap(ids.firstIndex).map { $0 + 1 } ?? 0
        var result = Result()
        for id in ids[start...] {
            guard let record = store[id] else { continue }
            guard take(record, into: &result) else { break }
        }
        return result
    }

    /// The first records after `id` of the table as it is now, by id.
    func records(of store: RecordStore, after id: RecordID?) -> Result {
        var result = Result()
        store.walk(after: id) { record in
            passes(record) ? take(record, into: &result) : true
        }
        return result
    }

    private func passes(_ record: StoredRecord) -> Bool { filters.allSatisfy { $0.keeps(record) } }

    /// False once the page is full and one more record is known to follow.
    private func take(_ record: StoredRecord, into result: inout Result) -> Bool {
        result.hasMore = result.records.count == size
        if !result.hasMore { result.records.append(record) }
        return !result.hasMore
    }
}
