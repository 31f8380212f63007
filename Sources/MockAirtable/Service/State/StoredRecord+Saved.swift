import JSONText
import TableModel

/// A record as a store keeps it: `[number, created, modified or null, [[slot, kind, value], …]]`, times in nanoseconds
/// since 1970. The id is the store's key.
extension StoredRecord {
    var saved: JSONValue {
        [
            .number(JSONNumber(number)), .number(JSONNumber(createdTime.nanosecondsSince1970)),
            modifiedTime.map { .number(JSONNumber($0.nanosecondsSince1970)) } ?? .null,
            .array(cells.map { .array([.number(JSONNumber($0.slot))] + $0.value.saved) }),
        ]
    }

    /// Nil if `saved` is not what ``saved`` gives.
    init?(id: RecordID, saved: JSONValue) {
        guard let parts = saved.arrayValue, parts.count == 4, let number = parts[0].numberValue?.intValue,
            let created = parts[1].numberValue?.intValue, let savedCells = parts[3].arrayValue
        else { return nil }
        let modified = parts[2].numberValue?.intValue.map { ServiceInstant(nanosecondsSince1970: Int64($0)) }
        let cells = savedCells.compactMap { cell -> Cell? in
            guard let parts = cell.arrayValue, parts.count == 3, let slot = parts[0].numberValue?.intValue,
                let value = CellValue(savedKind: parts[1].stringValue, parts[2])
            else { return nil }
            return Cell(slot: slot, value: value)
        }
        guard cells.count == savedCells.count else { return nil }
        self.init(
            id: id, number: number, createdTime: ServiceInstant(nanosecondsSince1970: Int64(created)),
            modifiedTime: modified, cells: cells)
    }
}

extension CellValue {
    /// The kind and the value.
    fileprivate var saved: [JSONValue] {
        switch self {
        case .text(let text): ["t", .string(text)]
        case .number(let number): ["n", JSONNumber(number).map(JSONValue.number) ?? .null]
        case .checked: ["b", true]
        case .choice(let id): ["c", .string(id.rawValue)]
        case .choices(let ids): ["l", .array(ids.map { .string($0.rawValue) })]
        case .date(let date): ["d", .number(JSONNumber(date.daysSince1970))]
        case .instant(let instant): ["i", .number(JSONNumber(instant.nanosecondsSince1970))]
        }
    }

    fileprivate init?(savedKind kind: String?, _ value: JSONValue) {
        switch (kind, value) {
        case ("t", .string(let text)): self = .text(text)
        case ("n", .number(let number)): self = .number(number.doubleValue)
        case ("b", .bool(true)): self = .checked
        case ("c", .string(let id)):
            guard let id = ChoiceID(rawValue: id) else { return nil }
            self = .choice(id)
        case ("l", .array(let ids)):
            self = .choices(ids.compactMap { $0.stringValue.flatMap { ChoiceID(rawValue: $0) } })
        case ("d", .number(let days)):
            guard let days = days.intValue else { return nil }
            self = .date(CivilDate(daysSince1970: Int64(days)))
        case ("i", .number(let nanoseconds)):
            guard let nanoseconds = nanoseconds.intValue else { return nil }
            self = .instant(ServiceInstant(nanosecondsSince1970: Int64(nanoseconds)))
        default: return nil
        }
    }
}
