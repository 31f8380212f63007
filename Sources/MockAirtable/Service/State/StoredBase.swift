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
    /// Grows with every change of the base.
    var version = 0

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
