import TableModel

/// A table with its records.
struct StoredTable: Sendable {
    var definition: TableDefinition
    var records = RecordStore()
    /// The number of the record made last; numbers are not used again.
    var lastNumber = 0
}

/// A base with its tables, in the order in which they were made.
struct StoredBase: Sendable {
    let id: BaseID
    var name: String
    var tables: [StoredTable] = []

    /// The position of the table of that id or exact name; ids win (airtable-api.md 1.5).
    func tableIndex(_ nameOrID: String) -> Int? {
        tables.firstIndex { $0.definition.id.rawValue == nameOrID }
            ?? tables.firstIndex { ExactText.areEqual($0.definition.name, nameOrID) }
    }

    func tableIndex(_ id: TableID) -> Int? { tables.firstIndex { $0.definition.id == id } }

    var tableIDs: Set<TableID> { Set(tables.map(\.definition.id)) }

    func lastNumber(of table: TableID) -> Int? { tableIndex(table).map { tables[$0].lastNumber } }

    func hasTable(named name: String, except excluded: TableID? = nil) -> Bool {
        let folded = name.lowercased()
        return tables.contains { $0.definition.id != excluded && $0.definition.name.lowercased() == folded }
    }

    /// Changes a table in place: a copy would copy every record of it.
    mutating func withTable(_ id: TableID, _ body: (inout StoredTable) -> Void) {
        guard let index = tableIndex(id) else { return }
        body(&tables[index])
    }

    /// What a record is called: its primary cell as text, empty if it is blank.
    func primaryText(of record: RecordID, in table: TableID) -> String {
        guard let index = tableIndex(table), let stored = tables[index].records[record] else { return "" }
        let field = tables[index].definition.primaryField
        return CellWriter.cell(of: field, in: stored)
            .flatMap { CellDisplay(zone: .utc, base: self).text($0, of: field) } ?? ""
    }

    var recordCount: Int { tables.reduce(0) { $0 + $1.records.count } }
}

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
