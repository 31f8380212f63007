import JSONText
import TableModel

/// Reads the definition of a new table from a request (airtable-api.md 7.5).
struct TableDraftReader {
    let sizes: SizeLimits
    let allowsComputed: Bool
    /// The tables that link fields can lead to.
    let linkTargets: Set<TableID>
    var ids: IDGenerator

    mutating func table(_ object: JSONObject) throws(ServiceFailure) -> TableDefinition {
        guard object.names.allSatisfy({ ["name", "description", "fields"].contains($0) }),
            let name = object["name"]?.stringValue, !StoredText.trimmed(name).isEmpty,
            let drafts = object["fields"]?.arrayValue, !drafts.isEmpty, drafts.count <= sizes.fieldsPerTable
        else { throw .invalidRequest }
        var reader = FieldDraftReader(
            table: name, sizes: sizes, allowsComputed: allowsComputed, linkTargets: linkTargets, ids: ids)
        var fields: [FieldDefinition] = []
        for draft in drafts {
            let field = try reader.field(draft, slot: fields.count)
            let folded = field.name.lowercased()
            guard !fields.contains(where: { $0.name.lowercased() == folded }) else { throw .badFieldName }
            fields.append(field)
        }
        guard FieldDraftReader.primaryTypes.contains(fields[0].type) else { throw .invalidRequest }
        let description = try FieldDraftReader.description(object["description"], sizes)
        ids = reader.ids
        return TableDefinition(
            id: ids.identifier(), name: name, description: description, primaryFieldID: fields[0].id,
            fields: fields, views: [ViewDefinition(id: ids.identifier(), name: "Grid view")], nextSlot: fields.count)
    }
}
