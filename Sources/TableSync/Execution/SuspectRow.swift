import JSONText
import TableModel

/// Tells which row an error message points to.
///
/// The service names a field, a value or a record id, never an index. Only if one row alone carries what is named is
/// that row the culprit for certain.
enum SuspectRow {
    /// The one position among `positions` whose element carries what `error` names, or nil if none or several do.
    static func position(for error: RemoteError, among positions: [Int], of elements: [WriteChunk.Element]) -> Int? {
        guard let mention = error.mention else { return nil }
        let carriers = positions.filter { carries(elements[$0], mention) }
        return carriers.count == 1 ? carriers[0] : nil
    }

    /// Whether the element carries everything that the mention names.
    static func carries(_ element: WriteChunk.Element, _ mention: RemoteError.Mention) -> Bool {
        if let id = mention.recordID {
            return element.id == id || element.fields.values.contains { holds($0, id.rawValue) }
        }
        switch (mention.field, mention.value) {
        case (let field?, let value?): return element.fields[field].map { holds($0, value) } ?? false
        case (let field?, nil): return element.fields[field] != nil
        case (nil, let value?): return element.fields.values.contains { holds($0, value) }
        case (nil, nil): return false
        }
    }

    private static func holds(_ cell: FieldValue, _ text: String) -> Bool {
        switch cell {
        case .string(let string): string == text
        case .list(let elements): elements.contains { holds($0, text) }
        case .number, .bool: cell.json.text == text
        case .null, .object: false
        }
    }
}
