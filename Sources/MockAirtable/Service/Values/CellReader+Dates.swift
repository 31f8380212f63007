import JSONText
import TableModel

extension CellReader {
    func date(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        guard case .string(let text) = value else { throw .valueNotAccepted(by: field.name) }
        if text.isEmpty, emptyTextClears { return nil }
        let reading = typecast ? DateText.lenient(text) : DateText.iso(text)
        // A time of day belongs into a dateTime field; typecast drops it.
        guard let reading, typecast || reading.millisecondOfDay == nil else {
            throw .valueNotAccepted(by: field.name)
        }
        return .date(reading.date)
    }

    func dateTime(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        switch value {
        case .number(let number):
            // Milliseconds since 1970 (airtable-api.md 4.1), within the years that four digits can write.
            guard let milliseconds = Int64(exactly: number.doubleValue.rounded(.towardZero)),
                DateText.milliseconds.contains(milliseconds)
            else { throw .valueNotAccepted(by: field.name) }
            return .instant(ServiceInstant(millisecondsSince1970: milliseconds))
        case .string(let text):
            if text.isEmpty, emptyTextClears { return nil }
            guard let reading = typecast ? DateText.lenient(text) : DateText.iso(text),
                case .dateTime(let options) = field.options
            else { throw .valueNotAccepted(by: field.name) }
            return .instant(reading.instant(in: options.rules))
        default:
            throw .valueNotAccepted(by: field.name)
        }
    }
}
