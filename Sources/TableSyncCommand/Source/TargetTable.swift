import AirtableAPI
import TableModel
import TableSync

/// The table that a file is pushed to, as far as the file needs it: as it is, or as it will be.
struct TargetTable: Sendable {
    /// Names the table to the service: its id if that is known.
    var address: String
    /// Has a field for each column that is written. What is still to be made has its name for an id.
    var schema: TableSchema
    /// The fields that are to be made.
    var drafts: [FieldDraft] = []
    /// Whether the table itself is to be made.
    var isNew = false
    /// What was made of it for this push, and stays when the push is undone, as sentences.
    var lasting: [String] = []
    /// Whether the schema could not be read, and the types are inferred from the file.
    var isInferred = false

    /// Requests that making the table or its fields costs.
    var requestsToMake: Int { isNew ? 1 : drafts.count }

    /// The table as plans and journals name it.
    func target(in base: AirtableBase, of service: String) -> PlanTarget {
        PlanTarget(
            service: service, base: base.id.rawValue, table: TableID(unchecked: address), name: schema.name)
    }

    /// What was made of it when `made` is what is left of it to be made, as a sentence.
    func sentence(madeUpTo made: TargetTable) -> String {
        if made.isNew { return "The table was not made" }
        let fields = Wording.count(drafts.count, "field")
        return
            "\(Wording.count(drafts.count - made.drafts.count)) of \(fields) \(drafts.count == 1 ? "was" : "were") made"
    }

    /// What would be made of it, as a sentence; nil if nothing would.
    var preview: String? {
        guard requestsToMake > 0 else { return nil }
        let fields = Wording.list(drafts.map { "\($0.name) (\($0.type))" })
        return isNew
            ? "The table \"\(schema.name)\" would be created with the fields \(fields)."
            : "These fields would be created in \"\(schema.name)\": \(fields)."
    }

    /// Drafts as a schema, with names for ids.
    static func schema(_ name: String, _ drafts: [FieldDraft]) -> TableSchema {
        let fields = drafts.map { draft in
            FieldSchema(
                id: FieldID(unchecked: draft.name), name: draft.name, type: draft.type, options: draft.options)
        }
        return TableSchema(
            id: TableID(unchecked: name), name: name, primaryFieldID: fields.first?.id ?? FieldID(unchecked: ""),
            fields: fields)
    }
}
