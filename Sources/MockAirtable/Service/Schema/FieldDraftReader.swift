import JSONText
import TableModel

/// Reads the definition of a new field from a request (airtable-api.md 7.4 and 7.5).
struct FieldDraftReader {
    /// The name of the table, which error messages begin with.
    let table: String
    let sizes: SizeLimits
    /// Whether fields that the service computes may be made, which no request can.
    let allowsComputed: Bool
    /// The tables that a link field can lead to.
    let linkTargets: Set<TableID>
    var ids: IDGenerator

    /// The types that can be made through the API.
    static let creatableTypes: Set<FieldType> = [
        .singleLineText, .multilineText, .richText, .email, .url, .phoneNumber, .number, .currency, .percent,
        .duration, .rating, .checkbox, .singleSelect, .multipleSelects, .date, .dateTime,
        .multipleRecordLinks, .multipleAttachments, .singleCollaborator, .multipleCollaborators, .barcode,
    ]

    /// All names that the API uses for types; any other name fails the request's validation.
    static let knownTypes: Set<FieldType> = creatableTypes.union([
        .autoNumber, .createdTime, .lastModifiedTime, .createdBy, .lastModifiedBy, .formula, .rollup, .count,
        .multipleLookupValues, .button, .aiText, .externalSyncSource,
    ])

    /// The types that a table's first field may have.
    static let primaryTypes: Set<FieldType> = creatableTypes.union([.autoNumber]).subtracting([
        .rating, .checkbox, .singleSelect, .multipleSelects, .richText, .multipleRecordLinks, .multipleAttachments,
        .singleCollaborator, .multipleCollaborators,
    ])

    mutating func field(_ draft: JSONValue, slot: Int) throws(ServiceFailure) -> FieldDefinition {
        guard let object = draft.objectValue, let typeName = object["type"]?.stringValue,
            object.names.allSatisfy({ ["name", "type", "description", "options"].contains($0) })
        else { throw .invalidRequest }
        let name = try Self.name(object["name"])
        let type = FieldType(typeName)
        guard Self.knownTypes.contains(type) else { throw .invalidRequest }
        let isComputed = FieldDefinition.computedTypes.contains(type)
        guard Self.creatableTypes.contains(type) || (allowsComputed && isComputed) else {
            throw .unsupportedType(table: table, field: name, type: typeName)
        }
        var reader = FieldOptionsReader(table: table, field: name, linkTargets: linkTargets, ids: ids)
        let options = isComputed ? .none : try reader.options(object["options"], of: type)
        ids = reader.ids
        return FieldDefinition(
            id: ids.identifier(), slot: slot, name: name, type: type,
            description: try Self.description(object["description"], sizes), options: options)
    }

    static func name(_ value: JSONValue?) throws(ServiceFailure) -> String {
        guard let value else { throw .badFieldName }
        guard let name = value.stringValue else { throw .invalidRequest }
        guard !StoredText.trimmed(name).isEmpty else { throw .badFieldName }
        return name
    }

    /// Nil for no description and for an empty one.
    static func description(_ value: JSONValue?, _ sizes: SizeLimits) throws(ServiceFailure) -> String? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.stringValue, text.unicodeScalars.count <= sizes.descriptionCharacters else {
            throw .invalidRequest
        }
        return text.isEmpty ? nil : text
    }
}
