import JSONText
import TestSupport

@testable import TableModel

/// A plain model of what the service makes of a cell that was sent (airtable-api.md 4), written without the rules under
/// test.
struct StoringService {
    var random: SeededGenerator

    /// What a cell of `field` holds after `sent` was written; nil if it is empty.
    mutating func stored(_ sent: FieldValue, in field: FieldSchema) -> FieldValue? {
        switch (field.type, sent) {
        case (.richText, .null), (.richText, .string("")): return "\n"
        case (_, .null), (_, .bool(false)), (_, .string("")), (_, .list([])): return nil
        case (.singleLineText, .string(let text)):
            let line = text.unicodeScalars.map { $0 == "\n" ? " " : $0 }
            return line.isEmpty ? nil : .string(String(String.UnicodeScalarView(line)))
        case (.multilineText, .string(let text)): return Self.withoutEnd(text).map(FieldValue.string)
        case (.richText, .string(let text)):
            return .string((Self.withoutEnd(text) ?? "").replacing("* ", with: "- ") + "\n")
        case (.multipleSelects, .list(let names)): return .list(names.shuffled(using: &random))
        case (.singleCollaborator, let person): return Self.person(person)
        case (.multipleCollaborators, .list(let people)): return .list(people.map(Self.person))
        case (.multipleAttachments, .list(let files)): return .list(files.map { file($0) })
        case (.dateTime, .string(let text)) where text.last != "Z": return .string(text + "Z")
        default: return sent
        }
    }

    /// The same cell at another read: sets in another order, files at other addresses.
    mutating func readAgain(_ stored: FieldValue?, in field: FieldSchema) -> FieldValue? {
        switch (field.type, stored) {
        case (.multipleSelects, .list(let names)): return .list(names.shuffled(using: &random))
        case (.multipleAttachments, .list(let files)): return .list(files.map { file($0) })
        default: return stored
        }
    }

    private mutating func file(_ sent: FieldValue) -> FieldValue {
        guard case .object(let object) = sent else { return sent }
        let names = ["https://x.io/z%20%C3%A9.png?a=b": "z é.png", "https://x.io/a,b": "a,b", "https://x.io/c": "c"]
        let name = object["filename"]?.stringValue ?? names[object["url"]?.stringValue ?? ""] ?? "kept.pdf"
        return .object([
            "id": object["id"] ?? "attNNNNNNNNNNNNNN",
            "url": .string("https://v5.airtableusercontent.com/v3/u/\(random.next())"), "filename": .string(name),
            "size": 12, "type": "image/png",
        ])
    }

    private static func person(_ sent: FieldValue) -> FieldValue {
        guard case .object(let object) = sent else { return sent }
        return .object([
            "id": object["id"] ?? "usrNNNNNNNNNNNNNN", "email": object["email"] ?? "someone@x.io", "name": "Somebody",
        ])
    }

    /// Without whitespace at the end; nil if nothing is left.
    private static func withoutEnd(_ text: String) -> String? {
        var scalars = Array(text.unicodeScalars)
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return scalars.isEmpty ? nil : String(String.UnicodeScalarView(scalars))
    }
}
