import JSONText
import TableModel

extension CellReader {
    func text(_ value: JSONValue, for field: FieldDefinition) throws(ServiceFailure) -> CellValue? {
        let written: String
        switch value {
        case .string(let text): written = text
        case .number(let number) where typecast || options.textTakesScalars: written = number.text
        case .bool(let flag) where typecast || options.textTakesScalars: written = flag ? "true" : "false"
        default: throw .valueNotAccepted(by: field.name)
        }
        let kept: String
        switch field.type {
        case .singleLineText:
            let line = StoredText.singleLine(written)
            kept = options.trimsSingleLineText ? StoredText.trimmed(line) : line
        case .multilineText:
            kept = StoredText.withoutTrailingSpace(written)
        case .richText:
            kept = RichText.rewritten(written)
        default:
            kept = written
        }
        let isLong = field.type == .multilineText || field.type == .richText
        if isLong, kept.unicodeScalars.count > options.longTextCharacters {
            throw .valueNotAccepted(by: field.name)
        }
        return kept.isEmpty ? nil : .text(kept)
    }
}
