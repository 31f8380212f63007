public import TableModel

/// A table that a link field leads to, by which rows may call its records what people call them.
///
///     options.linkedTables = { [schemas] id in
///         schemas.first { $0.id == id }.map { LinkedTable(base.table($0.name), schema: $0) }
///     }
public struct LinkedTable: Sendable {
    /// The table without its write verb: of records that are linked to, nothing is changed.
    public let table: ReadOnlyTable
    /// What the table is called, and which of its fields is the primary one.
    public let schema: TableSchema

    /// Takes the reading half of `table`.
    public init(_ table: some ReadableTable, schema: TableSchema) {
        self.table = ReadOnlyTable(table)
        self.schema = schema
    }
}
