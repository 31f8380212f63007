import JSONText
import TableModel

/// The schema as the service writes it (airtable-api.md 7.3 and 7.4).
enum SchemaJSON {
    static func table(_ table: TableDefinition, showsVisibleFields: Bool = false) -> JSONValue {
        var object: JSONObject = ["id": .string(table.id.rawValue), "name": .string(table.name)]
        object["description"] = table.description.map(JSONValue.string)
        object["primaryFieldId"] = .string(table.primaryFieldID.rawValue)
        object["fields"] = .array(table.fields.map(field))
        object["views"] = .array(
            table.views.map { view in
                var object: JSONObject = [
                    "id": .string(view.id.rawValue), "name": .string(view.name), "type": "grid",
                ]
                if showsVisibleFields {
                    object["visibleFieldIds"] = .array(table.fields.map { .string($0.id.rawValue) })
                }
                return .object(object)
            })
        return .object(object)
    }

    static func field(_ field: FieldDefinition) -> JSONValue {
        var object: JSONObject = [
            "id": .string(field.id.rawValue), "name": .string(field.name), "type": .string(field.type.rawValue),
        ]
        object["description"] = field.description.map(JSONValue.string)
        object["options"] = options(field).map(JSONValue.object)
        return .object(object)
    }

    /// Nil for types without options.
    static func options(_ field: FieldDefinition) -> JSONObject? {
        switch field.options {
        case .none:
            return fixedOptions(field.type)
        case .decimals(let decimals):
            return ["precision": .number(JSONNumber(decimals))]
        case .currency(let decimals, let symbol):
            return ["precision": .number(JSONNumber(decimals)), "symbol": .string(symbol)]
        case .duration(let format):
            return ["durationFormat": .string(format)]
        case .rating(let icon, let max, let color):
            return ["icon": .string(icon), "max": .number(JSONNumber(max)), "color": .string(color)]
        case .checkbox(let icon, let color):
            return ["icon": .string(icon), "color": .string(color)]
        case .choices(let choices):
            return ["choices": .array(choices.map(choice))]
        case .date(let format):
            return ["dateFormat": self.format(format)]
        case .dateTime(let options):
            return [
                "dateFormat": format(options.date), "timeFormat": format(options.time),
                "timeZone": .string(options.zone),
            ]
        case .links(let options):
            return link(options)
        }
    }

    private static func link(_ options: LinkOptions) -> JSONObject {
        var object: JSONObject = [
            "linkedTableId": .string(options.table.rawValue), "isReversed": .bool(options.isReversed),
            "prefersSingleRecordLink": .bool(options.prefersSingleRecord),
        ]
        object["inverseLinkFieldId"] = options.inverse.map { .string($0.rawValue) }
        object["viewIdForRecordSelection"] = options.selectionView.map { .string($0.rawValue) }
        return object
    }

    private static func fixedOptions(_ type: FieldType) -> JSONObject? {
        let result: JSONValue = [
            "type": "dateTime",
            "options": [
                "dateFormat": ["name": "iso", "format": "YYYY-MM-DD"],
                "timeFormat": ["name": "24hour", "format": "HH:mm"], "timeZone": "utc",
            ],
        ]
        switch type {
        case .createdTime: return ["result": result]
        case .multipleAttachments: return ["isReversed": false]
        case .lastModifiedTime: return ["isValid": true, "referencedFieldIds": [], "result": result]
        default: return nil
        }
    }

    private static func choice(_ choice: Choice) -> JSONValue {
        var object: JSONObject = ["id": .string(choice.id.rawValue), "name": .string(choice.name)]
        object["color"] = choice.color.map(JSONValue.string)
        return .object(object)
    }

    private static func format(_ format: DisplayFormat) -> JSONValue {
        ["name": .string(format.name), "format": .string(format.format)]
    }
}
