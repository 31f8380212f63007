import JSONText
import TableModel

/// Reads the options of a new field (airtable-api.md 7.4, column "required on create").
struct FieldOptionsReader {
    let table: String
    let field: String
    let linkTargets: Set<TableID>
    var ids: IDGenerator

    static let durationFormats: Set<String> = ["h:mm", "h:mm:ss", "h:mm:ss.S", "h:mm:ss.SS", "h:mm:ss.SSS"]
    static let ratingIcons: Set<String> = ["star", "heart", "thumbsUp", "flag", "dot"]
    static let checkboxIcons: Set<String> = ratingIcons.union(["check", "xCheckbox"])

    mutating func options(_ value: JSONValue?, of type: FieldType) throws(ServiceFailure) -> FieldOptions {
        let given = value?.isNull == true ? nil : value
        switch type {
        case .number, .percent, .currency, .duration, .rating, .checkbox, .singleSelect, .multipleSelects, .date,
            .dateTime, .multipleRecordLinks:
            guard let given else { throw failure("\(field).options is missing") }
            guard let object = given.objectValue else { throw failure("\(field).options is not an object") }
            return try options(object, of: type)
        default:
            if let given, given.objectValue?.isEmpty != true {
                throw failure("\(field).options is not allowed for \(type) fields")
            }
            return .none
        }
    }

    private mutating func options(_ object: JSONObject, of type: FieldType) throws(ServiceFailure) -> FieldOptions {
        switch type {
        case .number, .percent:
            return .decimals(try integer(object, "precision", in: 0...8))
        case .currency:
            guard let symbol = object["symbol"]?.stringValue else { throw missing("symbol") }
            return .currency(decimals: try integer(object, "precision", in: 0...7), symbol: symbol)
        case .duration:
            return .duration(format: try word(object, "durationFormat", of: Self.durationFormats))
        case .rating:
            return .rating(
                icon: try word(object, "icon", of: Self.ratingIcons), max: try integer(object, "max", in: 1...10),
                color: try word(object, "color", of: ChoiceColor.bright))
        case .checkbox:
            return .checkbox(
                icon: try word(object, "icon", of: Self.checkboxIcons),
                color: try word(object, "color", of: ChoiceColor.bright))
        case .singleSelect, .multipleSelects:
            return .choices(try choices(object["choices"]))
        case .date:
            return .date(try format(object, "dateFormat", of: DisplayFormat.dates))
        case .multipleRecordLinks:
            return .links(try link(object))
        default:
            let zone = try zone(object)
            return .dateTime(
                DateTimeOptions(
                    date: try format(object, "dateFormat", of: DisplayFormat.dates),
                    time: try format(object, "timeFormat", of: DisplayFormat.times), zone: zone.name,
                    rules: zone.rules))
        }
    }

    private mutating func choices(_ value: JSONValue?) throws(ServiceFailure) -> [Choice] {
        guard let value else { throw missing("choices") }
        guard let elements = value.arrayValue else { throw failure("\(field).options.choices is not an array") }
        var choices: [Choice] = []
        for element in elements {
            guard let name = element["name"]?.stringValue, !name.isEmpty,
                !choices.contains(where: { ExactText.areEqual($0.name, name) })
            else { throw failure("\(field).options.choices must have different names that are not empty") }
            let color = element["color"]?.stringValue
            if let color, !ChoiceColor.all.contains(color) {
                throw failure("\(field).options.choices has the unknown color \(color)")
            }
            choices.append(
                Choice(
                    id: ids.identifier(), name: name,
                    color: color ?? ChoiceColor.automatic(number: choices.count)))
        }
        return choices
    }

    /// What else a link field's options hold, the service decides by itself.
    private func link(_ object: JSONObject) throws(ServiceFailure) -> LinkOptions {
        guard let value = object["linkedTableId"] else { throw missing("linkedTableId") }
        for name in object.names where !["linkedTableId", "viewIdForRecordSelection"].contains(name) {
            throw failure("\(field).options.\(name) is not allowed")
        }
        guard let table = value.stringValue.flatMap(TableID.init(rawValue:)), linkTargets.contains(table) else {
            throw invalid("linkedTableId")
        }
        let view = object["viewIdForRecordSelection"]
        guard view == nil || view?.stringValue.map(ViewID.isWellFormed) == true else {
            throw invalid("viewIdForRecordSelection")
        }
        return LinkOptions(table: table, selectionView: view?.stringValue.map(ViewID.init(unchecked:)))
    }

    private func format(
        _ object: JSONObject, _ member: String, of formats: [DisplayFormat]
    ) throws(ServiceFailure) -> DisplayFormat {
        guard let value = object[member] else { throw missing(member) }
        guard let format = formats.first(where: { $0.name == value["name"]?.stringValue }),
            value["format"] == nil || value["format"]?.stringValue == format.format
        else { throw invalid(member) }
        return format
    }

    /// `utc`, `client` or a name in the zone database; `UTC` is refused.
    private func zone(_ object: JSONObject) throws(ServiceFailure) -> (name: String, rules: TimeZoneRules) {
        guard let value = object["timeZone"] else { throw missing("timeZone") }
        guard let name = value.stringValue, let rules = Self.zone(named: name) else { throw invalid("timeZone") }
        return (name, rules)
    }

    static func zone(named name: String) -> TimeZoneRules? {
        switch name {
        case "utc", "client": .utc
        case "UTC": nil
        default: TimeZoneRules(identifier: name)
        }
    }

    private func integer(
        _ object: JSONObject, _ member: String, in range: ClosedRange<Int>
    ) throws(ServiceFailure) -> Int {
        guard let value = object[member] else { throw missing(member) }
        guard let number = value.numberValue?.intValue, range.contains(number) else { throw invalid(member) }
        return number
    }

    private func word(_ object: JSONObject, _ member: String, of words: Set<String>) throws(ServiceFailure) -> String {
        guard let value = object[member] else { throw missing(member) }
        guard let word = value.stringValue, words.contains(word) else { throw invalid(member) }
        return word
    }

    private func missing(_ member: String) -> ServiceFailure { failure("\(field).options.\(member) is missing") }
    private func invalid(_ member: String) -> ServiceFailure { failure("\(field).options.\(member) is invalid") }

    private func failure(_ problem: String) -> ServiceFailure {
        .invalidOptions(table: table, field: field, problem)
    }
}
