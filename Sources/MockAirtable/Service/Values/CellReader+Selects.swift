import JSONText
import TableModel

extension CellReader {
    mutating func singleSelect(
        _ value: JSONValue, for field: inout FieldDefinition
    ) throws(ServiceFailure) -> CellValue? {
        switch value {
        case .string(let name):
            if name.isEmpty, emptyTextClears { return nil }
            return .choice(try choice(named: name, in: &field))
        case .object, .array: throw .valueNotParsed(for: field.name)
        default: throw .valueNotAccepted(by: field.name)
        }
    }

    mutating func multipleSelects(
        _ value: JSONValue, for field: inout FieldDefinition
    ) throws(ServiceFailure) -> CellValue? {
        let names: [String]
        switch value {
        case .array(let elements):
            names = try elements.map { element throws(ServiceFailure) in
                guard let name = element.stringValue else { throw .valueNotParsed(for: field.name) }
                return name
            }
        case .string(let text) where typecast:
            names = Self.listed(text)
        case .string(let text) where text.isEmpty && emptyTextClears:
            names = []
        case .string, .object:
            throw .valueNotParsed(for: field.name)
        default:
            throw .valueNotAccepted(by: field.name)
        }
        var choices: [ChoiceID] = []
        for name in names {
            if name.isEmpty, emptyTextClears { continue }
            let id = try choice(named: name, in: &field)
            if !choices.contains(id) { choices.append(id) }
        }
        if options.ordersMultipleSelects {
            choices = field.options.choices.map(\.id).filter(choices.contains)
        }
        return choices.isEmpty ? nil : .choices(choices)
    }

    /// The choice of that name; with typecast it is made if there is none (airtable-api.md 4.3).
    private mutating func choice(
        named name: String, in field: inout FieldDefinition
    ) throws(ServiceFailure) -> ChoiceID {
        var choices = field.options.choices
        if let choice = choices.first(where: { ExactText.areEqual($0.name, name) }) { return choice.id }
        if typecast, options.typecastChoices == .folded {
            let folded = StoredText.trimmed(name).lowercased()
            if let choice = choices.first(where: { StoredText.trimmed($0.name).lowercased() == folded }) {
                return choice.id
            }
        }
        guard typecast, mayCreateChoices, !name.isEmpty else { throw .unknownChoice(name, quotes: choiceQuotes) }
        let choice = Choice(
            id: ids.identifier(), name: name, color: ChoiceColor.automatic(number: choices.count))
        choices.append(choice)
        field.options = .choices(choices)
        return choice.id
    }
}
