import JSONText

/// Turns cells that were read into text for a CSV that can be pushed again unchanged.
///
/// What ``CellConverter`` makes of the text is what it makes of the value itself, for every writable type that it
/// knows:
/// - an absent cell is the empty text, for checkboxes too; `false`, where a source holds it, is `false`, true is `true`
/// - numbers have all the digits that they need and no more; percentages are written as such: 0.125 is `12.5%`
/// - durations of whole seconds are `h:mm:ss`, or `h:mm` where the field shows no seconds and there are none; others
///   are seconds
/// - lists are `a, b`; an element with a comma stands in double quotes
/// - collaborators are their e-mail addresses, or ids if there is none; barcodes without a type are their text
/// - attachments, other barcodes and whatever else is an object are JSON text
///
/// Without a schema, or for computed and unknown types, the value is written by its own kind alone.
public struct CellText: Sendable {
    /// The field whose cells are written; nil when there is no schema.
    public let field: FieldSchema?

    /// Makes the writer of a field's cells.
    public init(field: FieldSchema?) { self.field = field }

    /// The text of one cell; nil is an absent cell.
    public func text(of value: FieldValue?) -> String {
        guard let value else { return "" }
        guard let field else { return PlainText.of(value) }
        switch (field.type, value) {
        case (.percent, .number(let fraction)): return PercentText.text(fraction)
        case (.duration, .number(let seconds)):
            return DurationText.text(seconds, format: field.options["durationFormat"]?.stringValue)
        case (.singleCollaborator, .object): return Self.person(value) ?? PlainText.of(value)
        case (.multipleCollaborators, .list(let people)):
            let texts = people.compactMap(Self.person)
            return texts.count == people.count ? ListText.joined(texts) : PlainText.of(value)
        case (.barcode, .object(let object)):
            // Text that looks like JSON would be read back as JSON.
            guard object["type"]?.stringValue == nil, let text = object["text"]?.stringValue,
                text.first(where: { !$0.isWhitespace }) != "{", text.first(where: { !$0.isWhitespace }) != "["
            else { return PlainText.of(value) }
            return text
        case (.multipleAttachments, .list): return value.json.text
        default: return PlainText.of(value)
        }
    }

    private static func person(_ value: FieldValue) -> String? {
        guard case .object(let object) = value else { return nil }
        return [object["email"], object["id"]].compactMap { $0?.stringValue }.first { !$0.isEmpty }
    }
}
