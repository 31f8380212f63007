/// What the records of linked tables are called, so that a source may name them by their primary text: `Ada, Grace` for
/// `recAAAAAAAAAAAAAA, recGGGGGGGGGGGGGG`.
///
/// It is made of records that were read, and looks nothing up itself:
///
/// ```swift
/// var names = LinkedNames()
/// for page in pages { names.add(page.records, of: teams) }
/// let converter = CellConverter(field: teamField, names: names)
/// ```
///
/// Texts are compared whole, without the whitespace around them, and as the service keeps them in one line. A text that several records have is refused where it
/// is used. Until its records are added, a table's texts are not known, and its links have to be ids.
public struct LinkedNames: Sendable {
    /// The texts of one table.
    struct Table: Sendable {
        var name: String
        /// By folded primary text; more than one id where the text is not unique.
        fileprivate var records: [String: [RecordID]] = [:]

        func records(named text: String) -> [RecordID] { records[text.foldedToOneLine] ?? [] }
    }

    private var tables: [TableID: Table] = [:]

    /// Knows no table's texts.
    public init() {}

    /// Adds records of `table`; each need hold no more than its primary field. Without any, the table is known to be
    /// empty.
    public mutating func add(_ records: some Sequence<Record>, of table: TableSchema) {
        var known = tables.removeValue(forKey: table.id) ?? Table(name: table.name)
        if let primary = table.fields.first(where: { $0.id == table.primaryFieldID }) {
            let texts = CellText(field: primary)
            for record in records {
                let text = texts.text(of: record.fields[primary.name]).foldedToOneLine
                // A page may come twice when a read begins again.
                if !text.isEmpty, known.records[text]?.contains(record.id) != true {
                    known.records[text, default: []].append(record.id)
                }
            }
        }
        tables[table.id] = known
    }

    func table(_ id: TableID) -> Table? { tables[id] }
}
