import JSONText
import TableModel

/// Turns what a client writes into a cell, by the field's type (airtable-api.md 4).
struct CellReader {
    let options: ValueOptions
    let choiceQuotes: ErrorOptions.ChoiceQuotes
    let typecast: Bool
    /// Whether typecast may add choices; false for users who may not alter fields.
    let mayCreateChoices: Bool
    /// Whom collaborator fields take.
    let users: [ServiceUser]
    /// The base in which link cells find records.
    let base: BaseID
    var ids: IDGenerator
    /// The records that typecast makes for names that no record has, in the order in which they are to be made.
    var namedRecords: [NamedRecord] = []

    /// The cell that `value` becomes, nil if it clears the cell.
    ///
    /// - Parameters:
    ///   - field: Gets the choices that typecast makes.
    ///   - state: Where link cells find records.
    mutating func cell(
        _ value: JSONValue, for field: inout FieldDefinition, in state: inout ServiceState
    ) throws(ServiceFailure) -> CellValue? {
        if field.type == .multipleRecordLinks, !value.isNull { return try links(value, for: field, in: &state) }
        return try cell(value, for: &field)
    }

    /// The cell of a field of any type but links.
    mutating func cell(_ value: JSONValue, for field: inout FieldDefinition) throws(ServiceFailure) -> CellValue? {
        if field.isComputed { throw .computedField(field.name) }
        if value.isNull { return nil }
        switch field.type {
        case .singleLineText, .multilineText, .richText, .email, .url, .phoneNumber:
            return try text(value, for: field)
        case .number, .currency, .percent, .duration:
            return try number(value, for: field)
        case .rating:
            return try rating(value, for: field)
        case .checkbox:
            return try checkbox(value, for: field)
        case .singleSelect:
            return try singleSelect(value, for: &field)
        case .multipleSelects:
            return try multipleSelects(value, for: &field)
        case .date:
            return try date(value, for: field)
        case .dateTime:
            return try dateTime(value, for: field)
        case .multipleAttachments:
            return try attachments(value, for: field)
        case .singleCollaborator:
            return try collaborator(value, for: field)
        case .multipleCollaborators:
            return try collaborators(value, for: field)
        case .barcode:
            return try barcode(value, for: field)
        default:
            throw .valueNotAccepted(by: field.name)
        }
    }

    /// The parts of a text that lists several; commas part them.
    static func listed(_ text: String) -> [String] {
        text.split(separator: ",").map { StoredText.trimmed(String($0)) }.filter { !$0.isEmpty }
    }

    /// Whether `""` clears a cell of a type that has no empty text of its own.
    var emptyTextClears: Bool { typecast || options.emptyText == .clears }
}
