import JSONText
import TableModel

/// The refusals of airtable-api.md 4.2, which concern one cell.
extension ServiceFailure {
    static func computedField(_ name: String) -> ServiceFailure {
        unprocessable(
            "INVALID_VALUE_FOR_COLUMN", "Field \"\(name)\" cannot accept a value because the field is computed")
    }

    static func valueNotAccepted(by name: String) -> ServiceFailure {
        unprocessable("INVALID_VALUE_FOR_COLUMN", "Field \"\(name)\" cannot accept the provided value")
    }

    static func valueNotParsed(for name: String) -> ServiceFailure {
        unprocessable("INVALID_VALUE_FOR_COLUMN", "Cannot parse value for field \(name)")
    }

    static func invalidAttachment(_ object: JSONValue, field: String) -> ServiceFailure {
        unprocessable(
            "INVALID_ATTACHMENT_OBJECT", "Invalid attachment object for field \(field): \(object.prettyText)")
    }

    static func invalidRecordID(_ text: String) -> ServiceFailure {
        unprocessable("INVALID_RECORD_ID", "Value \"\(text)\" is not a valid record ID.")
    }

    static func rowOfOtherTable(_ id: RecordID, belongsTo owner: TableID, linksTo table: TableID) -> ServiceFailure {
        unprocessable(
            "ROW_TABLE_DOES_NOT_MATCH_LINKED_TABLE",
            "Record ID \(id) belongs to table \(owner), but the field links to table \(table)")
    }

    static func unknownChoice(_ choice: String, quotes: ErrorOptions.ChoiceQuotes) -> ServiceFailure {
        let quoted =
            switch quotes {
            case .doubled: "\"\"\(choice)\"\""
            case .escaped: "\"\\\"\(choice)\\\"\""
            }
        return unprocessable(
            "INVALID_MULTIPLE_CHOICE_OPTIONS", "Insufficient permissions to create new select option \(quoted)")
    }
}
