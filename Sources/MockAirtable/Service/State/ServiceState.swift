import TableModel

/// All bases, and the changes made to them that nobody has collected yet.
///
/// Every change goes through ``make(_:)``, so that what a store is told and what is kept cannot differ.
struct ServiceState: Sendable {
    private(set) var bases: [BaseID: StoredBase] = [:]
    /// The ids of the bases in the order in which they were made.
    private(set) var baseOrder: [BaseID] = []
    private var changes: [ServiceChange] = []
    private let recordsChanges: Bool

    init(recordsChanges: Bool) { self.recordsChanges = recordsChanges }

    /// Carries out a change and remembers it for ``takeChanges()``.
    mutating func make(_ change: ServiceChange) {
        apply(change)
        if recordsChanges { changes.append(change) }
    }

    /// Carries out a change; one that names a base or table that is not there does nothing.
    mutating func apply(_ change: ServiceChange) {
        defer { bases[change.base]?.version += 1 }
        switch change {
        case .base(let id, let name):
            if bases[id] == nil { baseOrder.append(id) }
            bases[id, default: StoredBase(id: id, name: name)].name = name
        case .table(let base, let definition):
            if let index = bases[base]?.tableIndex(definition.id.rawValue) {
                bases[base]?.tables[index].definition = definition
            } else {
                bases[base]?.tables.append(StoredTable(definition: definition))
            }
        case .lastNumber(let base, let table, let number):
            withTable(base, table) { $0.lastNumber = number }
        case .record(let base, let table, let record):
            withTable(base, table) {
                $0.records.store(record)
                $0.lastNumber = max($0.lastNumber, record.number)
            }
        case .recordDeleted(let base, let table, let id):
            withTable(base, table) { $0.records.remove(id) }
        }
    }

    mutating func takeChanges() -> [ServiceChange] {
        defer { changes = [] }
        return changes
    }

    /// The record of that id in the table at that position.
    ///
    /// A function of its own, so that no copy of the table lives while the table is changed: it would be copied whole.
    func record(_ id: RecordID, in base: BaseID, _ table: Int) -> StoredRecord? {
        bases[base]?.tables[table].records[id]
    }

    /// The records of a table in ascending order of ids.
    func records(of table: TableID, in base: BaseID) -> [StoredRecord] {
        guard let index = bases[base]?.tableIndex(table), let store = bases[base]?.tables[index].records else {
            return []
        }
        var records: [StoredRecord] = []
        records.reserveCapacity(store.count)
        store.walk { record in
            records.append(record)
            return true
        }
        return records
    }

    /// The record of that id in the table of that id.
    func record(_ id: RecordID, in base: BaseID, _ table: TableID) -> StoredRecord? {
        guard let index = bases[base]?.tableIndex(table) else { return nil }
        return record(id, in: base, index)
    }

    func definition(of table: TableID, in base: BaseID) -> TableDefinition? {
        bases[base]?.tableIndex(table).flatMap { bases[base]?.tables[$0].definition }
    }

    /// The table of the base that has the record.
    func table(of record: RecordID, in base: BaseID) -> TableID? {
        bases[base]?.tables.first { $0.records[record] != nil }?.definition.id
    }

    /// The ids of the records whose cells in `slots` hold exactly `values`.
    mutating func records(
        in base: BaseID, _ table: Int, withCells values: [CellValue], in slots: [Int]
    ) -> [RecordID] {
        bases[base]?.tables[table].records.records(withCells: values, in: slots) ?? []
    }

    /// As ``records(in:_:withCells:in:)``, oldest first.
    mutating func records(
        in base: BaseID, _ table: TableID, withCells values: [CellValue], in slots: [Int]
    ) -> [RecordID] {
        guard let index = bases[base]?.tableIndex(table) else { return [] }
        let ids = records(in: base, index, withCells: values, in: slots)
        guard ids.count > 1 else { return ids }
        return ids.compactMap { record($0, in: base, index) }.sorted { $0.number < $1.number }.map(\.id)
    }

    /// The oldest record that is called so; the table is walked.
    func record(named name: String, in base: BaseID, _ table: TableID) -> RecordID? {
        guard let stored = bases[base], let index = stored.tableIndex(table) else { return nil }
        var first: StoredRecord?
        stored.tables[index].records.walk { record in
            if record.number < first?.number ?? .max,
                ExactText.areEqual(stored.primaryText(of: record.id, in: table), name)
            {
                first = record
            }
            return true
        }
        return first?.id
    }

    private mutating func withTable(_ base: BaseID, _ table: TableID, _ body: (inout StoredTable) -> Void) {
        bases[base]?.withTable(table, body)
    }
}
