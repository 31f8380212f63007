import TableModel

/// The lists that clients are reading page by page.
struct RunningLists: Sendable {
    /// What the next page goes on from.
    struct Position: Sendable, Hashable {
        /// The last record of the page before.
        var place: RecordOrder.Place
        /// How many records the pages so far held.
        var returned: Int
    }

    struct List: Sendable {
        let base: BaseID
        let table: TableID
        var lastUsed: ServiceInstant
        /// By the last record of each page given so far, so that a page can be asked for again.
        var positions: [RecordID: Position] = [:]
        /// The ids of all pages, if they were fixed with the first.
        var snapshot: [RecordID]?
    }

    private var lists: [IteratorID: List] = [:]
    /// Of the list that was read last.
    private var sorted: SortedPlaces?

    /// With so many lists those that have expired are dropped; doubled with what is left, so that it costs little.
    private var cleaningAt = 64
    /// The most lists that are kept: beyond it all die, as they do when the real service restarts.
    private static let most = 100_000

    /// The list and position that an offset names; using it keeps the list alive.
    mutating func resume(
        _ offset: String, base: BaseID, table: TableID, at now: ServiceInstant, options: ListOptions
    ) throws(ServiceFailure) -> (id: IteratorID, list: List, position: Position) {
        let parts = offset.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = IteratorID(rawValue: String(parts[0])),
            let record = RecordID(rawValue: String(parts[1]))
        else { throw .invalidOffset(offset) }
        guard let list = lists[id], list.lastUsed + options.iteratorLifetime >= now else {
            lists[id] = nil
            throw .iteratorNotAvailable
        }
        guard list.base == base, list.table == table, let position = list.positions[record] else {
            throw .invalidOffset(offset)
        }
        lists[id]?.lastUsed = now
        return (id, list, position)
    }

    /// The places of the table's records, sorted anew if the base has changed since the last page.
    mutating func places(of table: StoredTable, in base: StoredBase, order: RecordOrder) -> SortedPlaces {
        if let sorted, sorted.areOf(table, in: base, order: order) { return sorted }
        let fresh = SortedPlaces(of: table, in: base, order: order)
        sorted = fresh
        return fresh
    }

    mutating func begin(_ id: IteratorID, _ list: List, options: ListOptions) {
        if lists.count >= cleaningAt {
            lists = lists.filter { $0.value.lastUsed + options.iteratorLifetime >= list.lastUsed }
            if lists.count >= Self.most { lists = [:] }
            cleaningAt = max(64, lists.count * 2)
        }
        lists[id] = list
    }

    /// Remembers where the page after this one goes on, and gives its offset.
    mutating func advance(_ id: IteratorID, to position: Position) -> String {
        lists[id]?.positions[position.place.id] = position
        return "\(id)/\(position.place.id)"
    }

    /// Ends the list that an offset names.
    mutating func kill(_ offset: String) {
        if let id = offset.split(separator: "/").first.flatMap({ IteratorID(rawValue: String($0)) }) { lists[id] = nil }
    }

    mutating func killAll() { lists = [:] }
}
