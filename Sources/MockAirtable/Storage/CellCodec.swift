import JSONText
import TableModel

/// Writes the cells of a record as JSON for the state file, and reads them back without loss.
///
/// Each cell is an array: its slot, a letter for its kind, its value: `[[0,"t","Jane"],[1,"n",3.5],[2,"c"]]`. The array
/// keeps the order in which the cells were set.
enum CellCodec {
    static func json(_ cells: [StoredRecord.Cell]) -> JSONValue {
        .array(cells.map { .array([.number(JSONNumber($0.slot))] + parts($0.value)) })
    }

    /// Nil if `json` is not what ``json(_:)`` gives.
    static func cells(_ json: JSONValue) -> [StoredRecord.Cell]? {
        guard let elements = json.arrayValue else { return nil }
        var cells: [StoredRecord.Cell] = []
        cells.reserveCapacity(elements.count)
        for element in elements {
            guard let parts = element.arrayValue, parts.count >= 2, let slot = parts[0].numberValue?.intValue,
                let kind = parts[1].stringValue, let value = value(kind, parts.dropFirst(2).first)
            else { return nil }
            cells.append(StoredRecord.Cell(slot: slot, value: value))
        }
        return cells
    }

    private static func parts(_ value: CellValue) -> [JSONValue] {
        switch value {
        case .text(let text): ["t", .string(text)]
        // Cells hold finite numbers only; a number that JSON cannot write would be a cell that cannot be answered.
        case .number(let number): ["n", JSONNumber(number).map(JSONValue.number) ?? .null]
        case .checked: ["c"]
        case .choice(let id): ["s", .string(id.rawValue)]
        case .choices(let ids): ["m", .array(ids.map { .string($0.rawValue) })]
        case .date(let date): ["d", .number(JSONNumber(date.daysSince1970))]
        case .instant(let instant): ["i", .number(JSONNumber(instant.nanosecondsSince1970))]
        case .links(let ids): ["l", .array(ids.map { .string($0.rawValue) })]
        case .attachments(let attachments): ["a", .array(attachments.compactMap(ObjectCodec.json))]
        case .user(let user): ["u", ObjectCodec.json(user)]
        case .users(let users): ["w", .array(users.map(ObjectCodec.json))]
        case .barcode(let barcode): ["b", ObjectCodec.json(barcode)]
        }
    }

    private static func value(_ kind: String, _ json: JSONValue?) -> CellValue? {
        switch (kind, json) {
        case ("t", .string(let text)): return .text(text)
        case ("n", .number(let number)): return .number(number.doubleValue)
        // `nil` would mean JSON's null here, which is a value.
        case ("c", .none): return .checked
        case ("s", .string(let text)): return ChoiceID(rawValue: text).map(CellValue.choice)
        case ("m", .array(let elements)):
            return all(elements) { $0.stringValue.flatMap(ChoiceID.init(rawValue:)) }.map(CellValue.choices)
        case ("l", .array(let elements)):
            return all(elements) { $0.stringValue.flatMap(RecordID.init(rawValue:)) }.map(CellValue.links)
        case ("a", .array(let elements)): return all(elements, ObjectCodec.attachment).map(CellValue.attachments)
        case ("u", let user?): return ObjectCodec.user(user).map(CellValue.user)
        case ("w", .array(let elements)): return all(elements, ObjectCodec.user).map(CellValue.users)
        case ("b", let barcode?): return ObjectCodec.barcode(barcode).map(CellValue.barcode)
        case ("d", .number(let number)):
            return number.intValue.map { .date(CivilDate(daysSince1970: Int64($0))) }
        case ("i", .number(let number)):
            return number.intValue.map { .instant(ServiceInstant(nanosecondsSince1970: Int64($0))) }
        default: return nil
        }
    }

    /// What `read` makes of the elements; nil if it makes nothing of one.
    private static func all<Element>(_ elements: [JSONValue], _ read: (JSONValue) -> Element?) -> [Element]? {
        let found = elements.compactMap(read)
        return found.count == elements.count ? found : nil
    }
}
