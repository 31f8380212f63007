import TableModel

/// The places of all records of a table in the order of a list. They are kept as long as nothing in the base changes, so that
/// reading a sorted table page by page sorts it once.
struct SortedPlaces: Sendable {
    private let base: BaseID
    private let table: TableID
    private let order: RecordOrder
    private let version: Int
    let places: [RecordOrder.Place]

    init(of table: StoredTable, in base: StoredBase, order: RecordOrder) {
        self.base = base.id
        self.table = table.definition.id
        self.order = order
        version = base.version
        let display = CellDisplay(zone: .utc, base: base)
        var places: [RecordOrder.Place] = []
        places.reserveCapacity(table.records.count)
        table.records.walk { record in
            places.append(order.place(of: record, display))
            return true
        }
        places.sort(by: order.precedes)
        self.places = places
    }

    /// Whether these are the places that would be made now.
    func areOf(_ table: StoredTable, in base: StoredBase, order: RecordOrder) -> Bool {
        version == base.version && self.base == base.id && self.table == table.definition.id && self.order == order
    }

    /// The places behind `place`, which need not be among them any more; all of them for nil.
    func after(_ place: RecordOrder.Place?) -> ArraySlice<RecordOrder.Place> {
        guard let place else { return places[...] }
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if order.precedes(place, places[middle]) { high = middle } else { low = middle + 1 }
        }
        return places[low...]
    }
}
