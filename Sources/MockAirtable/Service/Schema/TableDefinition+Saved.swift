import JSONText
import TableModel

/// A table's definition as a store keeps it: the members of the schema answer, and the numbers under which records keep
/// their cells.
extension TableDefinition {
    var saved: JSONValue {
        var object: JSONObject = [
            "id": .string(id.rawValue), "name": .string(name), "primaryFieldId": .string(primaryFieldID.rawValue),
            "nextSlot": .number(JSONNumber(nextSlot)),
        ]
        object["description"] = description.map(JSONValue.string)
        object["fields"] = .array(
            fields.map { field in
                var member = SchemaJSON.field(field).objectValue ?? JSONObject()
                member["slot"] = .number(JSONNumber(field.slot))
                return .object(member)
            })
        object["views"] = .array(views.map { ["id": .string($0.id.rawValue), "name": .string($0.name)] })
        return .object(object)
    }

    /// Nil if `saved` is not what ``saved`` gives, or names a time zone that the system no longer knows.
    init?(saved: JSONValue) {
        guard let id = saved["id"]?.stringValue.flatMap({ TableID(rawValue: $0) }),
            let name = saved["name"]?.stringValue,
            let primary = saved["primaryFieldId"]?.stringValue.flatMap({ FieldID(rawValue: $0) }),
            let nextSlot = saved["nextSlot"]?.numberValue?.intValue,
            let savedFields = saved["fields"]?.arrayValue, let savedViews = saved["views"]?.arrayValue
        else { return nil }
        let fields = savedFields.compactMap(FieldDefinition.init(saved:))
        let views = savedViews.compactMap { view in
            view["id"]?.stringValue.flatMap { ViewID(rawValue: $0) }.flatMap { id in
                view["name"]?.stringValue.map { ViewDefinition(id: id, name: $0) }
            }
        }
        guard fields.count == savedFields.count, views.count == savedViews.count else { return nil }
        self.init(
            id: id, name: name, description: saved["description"]?.stringValue, primaryFieldID: primary,
            fields: fields, views: views, nextSlot: nextSlot)
    }
}

extension FieldDefinition {
    fileprivate init?(saved: JSONValue) {
        guard let id = saved["id"]?.stringValue.flatMap({ FieldID(rawValue: $0) }),
            let slot = saved["slot"]?.numberValue?.intValue, let name = saved["name"]?.stringValue,
            let type = saved["type"]?.stringValue.map(FieldType.init(_:))
        else { return nil }
        var reader = FieldOptionsReader(table: "", field: name, keepsChoiceIDs: true, ids: IDGenerator(seed: 0))
        let isComputed = Self.computedTypes.contains(type)
        guard let options = isComputed ? .some(.none) : try? reader.options(saved["options"], of: type) else {
            return nil
        }
        self.init(
            id: id, slot: slot, name: name, type: type, description: saved["description"]?.stringValue,
            options: options)
    }
}
