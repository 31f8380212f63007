import JSONText
import TableModel

extension CellReader {
    func number(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        switch value {
        case .number(let number):
            let double = number.doubleValue
            guard double.isFinite else { throw .valueNotAccepted(by: field.name) }
            // Minus zero is kept as zero, as it is shown.
            return .number(double == 0 ? 0 : double)
        case .string(let text):
            if StoredText.trimmed(text).isEmpty, emptyTextClears { return nil }
            guard typecast, let double = NumberText.number(text, in: field) else {
                throw .valueNotAccepted(by: field.name)
            }
            return .number(double == 0 ? 0 : double)
        default:
            throw .valueNotAccepted(by: field.name)
        }
    }

    func rating(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        guard case .number(let rating)? = try number(value, for: field) else { return nil }
        guard case .rating(_, let max, _) = field.options, rating.rounded() == rating, rating >= 1,
            rating <= Double(max)
        else { throw .valueNotAccepted(by: field.name) }
        return .number(rating)
    }

    func checkbox(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        switch value {
        case .bool(let flag): return flag ? .checked : nil
        case .string(let text) where text.isEmpty && emptyTextClears: return nil
        case .string(let text) where typecast:
            switch StoredText.trimmed(text).lowercased() {
            case "true", "checked", "yes", "1": return .checked
            case "false", "unchecked", "no", "0": return nil
            default: throw .valueNotAccepted(by: field.name)
            }
        default: throw .valueNotAccepted(by: field.name)
        }
    }
}
