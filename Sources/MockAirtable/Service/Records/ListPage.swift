import TableModel

/// Picks the records of one page.
struct ListPage {
    let order: RecordOrder
    let filter: FormulaFilter?
    /// How many records the page may hold.
    let size: Int

    struct Result {
        var records: [StoredRecord] = []
        /// Whether records follow the page.
        var hasMore = false
    }

    /// The first records after `place` (all of them if nil) of the table as it is now.
    func records(of store: RecordStore, after place: RecordOrder.Place?) -> Result {
        if case .byID = order { return recordsByID(of: store, after: place?.id) }
        var best: [(place: RecordOrder.Place, record: StoredRecord)] = []
        store.walk { record in
            let candidate = order.place(of: record)
            if let place, !order.precedes(place, candidate) { return true }
            // One record more than the page holds is kept, to know whether there is more.
            if best.count > size, let last = best.last, !order.precedes(candidate, last.place) { return true }
            if let filter, !filter.keeps(record) { return true }
            var low = 0
            var high = best.count
            while low < high {
                let middle = (low + high) / 2
                if order.precedes(best[middle].place, candidate) { low = middle + 1 } else { high = middle }
            }
            best.insert((candidate, record), at: low)
            if best.count > size + 1 { best.removeLast() }
            return true
        }
        return Result(records: best.prefix(size).map(\.record), hasMore: best.count > size)
    }

    /// The records of `ids` after `id` that are still there.
    func records(of store: RecordStore, among ids: [RecordID], after id: RecordID?) -> Result {
        let start = id.flatMap(ids.firstIndex).map { $0 + 1 } ?? 0
        var result = Result()
        for id in ids[start...] {
            guard let record = store[id] else { continue }
            if result.records.count == size {
                result.hasMore = true
                break
            }
            result.records.append(record)
        }
        return result
    }

    private func recordsByID(of store: RecordStore, after id: RecordID?) -> Result {
        var result = Result()
        store.walk(after: id) { record in
            if let filter, !filter.keeps(record) { return true }
            if result.records.count == size {
                result.hasMore = true
                return false
            }
            result.records.append(record)
            return true
        }
        return result
    }
}
