import TableModel

/// The table that a file goes to, and the columns that go there.
struct FoundTable: Sendable {
    var table: TargetTable
    /// The columns to write, in the file's order; each has a field in the table's schema.
    let targets: [ColumnChoice.Target]
    /// All tables of the base; none if the schema cannot be read.
    let tables: [TableSchema]
    /// What should be known of it, as sentences.
    let notes: [String]

    /// The fields that are written, in the file's order.
    var fields: [FieldSchema] { targets.compactMap { table.schema.field($0.field) } }
}
