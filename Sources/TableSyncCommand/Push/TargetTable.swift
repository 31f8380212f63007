import TableModel

/// The table that a file is pushed to, as far as the file needs it: as it is, or as it will be.
struct TargetTable: Sendable {
    /// Names the table to the service: its id if that is known.
    var address: String
    /// Has a field for each column that is written. Fields that are still to be made have no id.
    var schema: TableSchema
    /// The fields that are to be made.
    var drafts: [FieldDraft] = []
    /// Whether the table itself is to be made.
    var isNew = false
    /// Whether the schema could not be read, and the types are inferred from the file.
    var isInferred = false

    /// Requests that finding the table cost: for the schema, and for a record if there is none to be read.
    var requestsToFind: Int { isInferred ? 2 : 1 }

    /// Requests that making the table or its fields costs.
    var requestsToMake: Int { isNew ? 1 : drafts.count }

    /// Drafts as a schema: with ids that no field has.
    static func schema(_ name: String, _ drafts: [FieldDraft]) -> TableSchema {
        let unknown = FieldID(unchecked: "")
        let fields = drafts.map { FieldSchema(id: unknown, name: $0.name, type: $0.type, options: $0.options) }
        return TableSchema(id: TableID(unchecked: ""), name: name, primaryFieldID: unknown, fields: fields)
    }
}
