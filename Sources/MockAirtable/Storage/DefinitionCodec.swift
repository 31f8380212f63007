import JSONText
import TableModel

/// Writes the definition of a table as JSON for the state file, and reads it back without loss.
enum DefinitionCodec {
    static func json(_ table: TableDefinition) -> JSONValue {
        var object: JSONObject = ["id": .string(table.id.rawValue), "name": .string(table.name)]
        object["description"] = table.description.map(JSONValue.string)
        object["primaryFieldID"] = .string(table.primaryFieldID.rawValue)
        object["fields"] = .array(table.fields.map(json))
        object["views"] = .array(table.views.map(json))
        object["nextSlot"] = .number(JSONNumber(table.nextSlot))
        return .object(object)
    }

    /// Nil if `json` is not what ``json(_:)`` gives.
    static func definition(_ json: JSONValue) -> TableDefinition? {
        guard let id = json["id"]?.stringValue.flatMap(TableID.init(rawValue:)), let name = json["name"]?.stringValue,
            let primary = json["primaryFieldID"]?.stringValue.flatMap(FieldID.init(rawValue:)),
            let fieldElements = json["fields"]?.arrayValue, let viewElements = json["views"]?.arrayValue,
            let nextSlot = json["nextSlot"]?.numberValue?.intValue
        else { return nil }
        let fields = fieldElements.compactMap(field)
        let views = viewElements.compactMap(view)
        guard fields.count == fieldElements.count, views.count == viewElements.count else { return nil }
        return TableDefinition(
            id: id, name: name, description: json["description"]?.stringValue, primaryFieldID: primary, fields: fields,
            views: views, nextSlot: nextSlot)
    }

    private static func json(_ field: FieldDefinition) -> JSONValue {
        var object: JSONObject = [
            "id": .string(field.id.rawValue), "slot": .number(JSONNumber(field.slot)), "name": .string(field.name),
            "type": .string(field.type.rawValue),
        ]
        object["description"] = field.description.map(JSONValue.string)
        object["options"] = OptionsCodec.json(field.options)
        return .object(object)
    }

    private static func field(_ json: JSONValue) -> FieldDefinition? {
        guard let id = json["id"]?.stringValue.flatMap(FieldID.init(rawValue:)),
            let slot = json["slot"]?.numberValue?.intValue, let name = json["name"]?.stringValue,
            let type = json["type"]?.stringValue, let options = OptionsCodec.options(json["options"])
        else { return nil }
        return FieldDefinition(
            id: id, slot: slot, name: name, type: FieldType(type), description: json["description"]?.stringValue,
            options: options)
    }

    private static func json(_ view: ViewDefinition) -> JSONValue {
        var object: JSONObject = ["id": .string(view.id.rawValue), "name": .string(view.name)]
        if let filter = view.filter {
            object["filter"] = [
                "formula": .string(filter.formula), "fields": .array(filter.fields.map { .string($0.rawValue) }),
            ]
        }
        return .object(object)
    }

    private static func view(_ json: JSONValue) -> ViewDefinition? {
        guard let id = json["id"]?.stringValue.flatMap(ViewID.init(rawValue:)), let name = json["name"]?.stringValue
        else { return nil }
        guard let filter = json["filter"] else { return ViewDefinition(id: id, name: name) }
        guard let formula = filter["formula"]?.stringValue, let elements = filter["fields"]?.arrayValue else {
            return nil
        }
        let fields = elements.compactMap { $0.stringValue.flatMap(FieldID.init(rawValue:)) }
        guard fields.count == elements.count else { return nil }
        return ViewDefinition(id: id, name: name, filter: .init(formula: formula, fields: fields))
    }
}
