import JSONText
import TableModel

/// Gives cells the forms in which they are read.
struct CellWriter {
    /// The field's cell in a record, computed ones included; nil if it is empty.
    static func cell(of field: FieldDefinition, in record: StoredRecord) -> CellValue? {
        switch field.type {
        case .autoNumber: .number(Double(record.number))
        case .createdTime: .instant(record.createdTime)
        case .lastModifiedTime: .instant(record.modifiedTime ?? record.createdTime)
        case .createdBy: record.creator.map(CellValue.user)
        case .lastModifiedBy: (record.modifiedTime == nil ? record.creator : record.editor).map(CellValue.user)
        default: record[field.slot]
        }
    }

    /// The cell as JSON (airtable-api.md 4.1, column "read"); nil for a choice that is no more.
    static func json(_ cell: CellValue, of field: FieldDefinition, attachments form: AttachmentForm) -> JSONValue? {
        switch cell {
        case .text(let text): return .string(text)
        case .number(let number): return self.number(number)
        case .checked: return true
        case .choice(let id): return choiceName(id, of: field).map(JSONValue.string)
        case .choices(let ids):
            let names = ids.compactMap { choiceName($0, of: field) }.map(JSONValue.string)
            return names.isEmpty ? nil : .array(names)
        case .date(let date): return .string(date.isoText)
        case .instant(let instant): return .string(instant.isoText)
        case .links(let ids): return .array(ids.map { .string($0.rawValue) })
        case .attachments(let attachments): return .array(attachments.compactMap(form.json))
        case .user(let user): return self.user(user)
        case .users(let users): return .array(users.map(user))
        case .barcode(let barcode):
            var object: JSONObject = ["text": .string(barcode.text)]
            object["type"] = barcode.type.map(JSONValue.string)
            return .object(object)
        }
    }

    private static func user(_ user: ServiceUser) -> JSONValue {
        ["id": .string(user.id), "email": .string(user.email), "name": .string(user.name)]
    }

    /// Whole numbers are written without a fraction up to 10^21, as the service's language does.
    private static func number(_ number: Double) -> JSONValue? {
        if abs(number) < 1e21, let whole = Int128(exactly: number) { return .number(JSONNumber(whole)) }
        return JSONNumber(number).map(JSONValue.number)
    }

    static func choiceName(_ id: ChoiceID, of field: FieldDefinition) -> String? {
        field.options.choices.first { $0.id == id }?.name
    }
}
