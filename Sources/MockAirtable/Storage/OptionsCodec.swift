import JSONText
import TableModel

/// Writes the options of a field as JSON for the state file, and reads them back without loss.
///
/// The wire's form would not do: it says nothing of options that a type has but does not show.
enum OptionsCodec {
    /// Nil for fields without options.
    static func json(_ options: FieldOptions) -> JSONValue? {
        switch options {
        case .none: nil
        case .decimals(let decimals): ["kind": "decimals", "decimals": .number(JSONNumber(decimals))]
        case .currency(let decimals, let symbol):
            ["kind": "currency", "decimals": .number(JSONNumber(decimals)), "symbol": .string(symbol)]
        case .duration(let format): ["kind": "duration", "format": .string(format)]
        case .rating(let icon, let max, let color):
            ["kind": "rating", "icon": .string(icon), "max": .number(JSONNumber(max)), "color": .string(color)]
        case .checkbox(let icon, let color):
            ["kind": "checkbox", "icon": .string(icon), "color": .string(color)]
        case .choices(let choices): ["kind": "choices", "choices": .array(choices.map(json))]
        case .date(let format): ["kind": "date", "date": .string(format.name)]
        case .dateTime(let options):
            [
                "kind": "dateTime", "date": .string(options.date.name), "time": .string(options.time.name),
                "zone": .string(options.zone),
            ]
        case .links(let options): link(options)
        }
    }

    /// Nil if `json` is not what ``json(_:)`` gives, or names a zone that this machine does not know.
    static func options(_ json: JSONValue?) -> FieldOptions? {
        guard let json else { return FieldOptions.none }
        switch json["kind"]?.stringValue {
        case "decimals": return integer(json, "decimals").map(FieldOptions.decimals)
        case "currency":
            guard let decimals = integer(json, "decimals"), let symbol = text(json, "symbol") else { return nil }
            return .currency(decimals: decimals, symbol: symbol)
        case "duration": return text(json, "format").map { .duration(format: $0) }
        case "rating":
            guard let icon = text(json, "icon"), let max = integer(json, "max"), let color = text(json, "color")
            else { return nil }
            return .rating(icon: icon, max: max, color: color)
        case "checkbox":
            guard let icon = text(json, "icon"), let color = text(json, "color") else { return nil }
            return .checkbox(icon: icon, color: color)
        case "choices":
            guard let elements = json["choices"]?.arrayValue else { return nil }
            let choices = elements.compactMap(choice)
            return choices.count == elements.count ? .choices(choices) : nil
        case "date": return format(json, "date", of: DisplayFormat.dates).map(FieldOptions.date)
        case "dateTime":
            guard let date = format(json, "date", of: DisplayFormat.dates),
                let time = format(json, "time", of: DisplayFormat.times), let zone = text(json, "zone"),
                let rules = FieldOptionsReader.zone(named: zone)
            else { return nil }
            return .dateTime(DateTimeOptions(date: date, time: time, zone: zone, rules: rules))
        case "links": return link(json).map(FieldOptions.links)
        default: return nil
        }
    }

    private static func link(_ options: LinkOptions) -> JSONValue {
        var object: JSONObject = ["kind": "links", "table": .string(options.table.rawValue)]
        object["inverse"] = options.inverse.map { .string($0.rawValue) }
        object["isReversed"] = .bool(options.isReversed)
        object["prefersSingleRecord"] = .bool(options.prefersSingleRecord)
        object["selectionView"] = options.selectionView.map { .string($0.rawValue) }
        return .object(object)
    }

    private static func link(_ json: JSONValue) -> LinkOptions? {
        guard let table = text(json, "table").flatMap(TableID.init(rawValue:)),
            let isReversed = json["isReversed"]?.boolValue,
            let prefersSingleRecord = json["prefersSingleRecord"]?.boolValue
        else { return nil }
        return LinkOptions(
            table: table, inverse: text(json, "inverse").flatMap(FieldID.init(rawValue:)), isReversed: isReversed,
            prefersSingleRecord: prefersSingleRecord,
            selectionView: text(json, "selectionView").flatMap(ViewID.init(rawValue:)))
    }

    private static func json(_ choice: Choice) -> JSONValue {
        var object: JSONObject = ["id": .string(choice.id.rawValue), "name": .string(choice.name)]
        object["color"] = choice.color.map(JSONValue.string)
        return .object(object)
    }

    private static func choice(_ json: JSONValue) -> Choice? {
        guard let id = text(json, "id").flatMap(ChoiceID.init(rawValue:)), let name = text(json, "name") else {
            return nil
        }
        return Choice(id: id, name: name, color: text(json, "color"))
    }

    private static func integer(_ json: JSONValue, _ member: String) -> Int? { json[member]?.numberValue?.intValue }

    private static func text(_ json: JSONValue, _ member: String) -> String? { json[member]?.stringValue }

    private static func format(
        _ json: JSONValue, _ member: String, of formats: [DisplayFormat]
    ) -> DisplayFormat? {
        formats.first { $0.name == text(json, member) }
    }
}
