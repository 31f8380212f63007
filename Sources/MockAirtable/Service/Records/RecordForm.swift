import JSONText
import TableModel

/// How records are written into answers.
struct RecordForm {
    /// How cells look.
    enum Cells {
        case json
        case text(CellDisplay)
    }

    /// In the order in which cells are given: primary first, then as stored (airtable-api.md 2.1).
    let table: TableDefinition
    /// The slots of the fields that are shown; nil for all.
    var shown: Set<Int>?
    var usesFieldIDs = false
    var cells = Cells.json
    var attachments = AttachmentForm.written
    /// The `commentCount` of every record; nil for none.
    var commentCount: Int?

    func json(_ record: StoredRecord) -> JSONValue {
        var object: JSONObject = [
            "id": .string(record.id.rawValue), "createdTime": .string(record.createdTime.isoText),
        ]
        if let commentCount { object["commentCount"] = .number(JSONNumber(commentCount)) }
        object["fields"] = .object(fields(of: record))
        return .object(object)
    }

    func fields(of record: StoredRecord) -> JSONObject {
        var object = JSONObject()
        for field in order(in: record) where shown?.contains(field.slot) ?? true {
            guard let cell = CellWriter.cell(of: field, in: record), let value = value(cell, of: field) else {
                continue
            }
            object[usesFieldIDs ? field.id.rawValue : field.name] = value
        }
        return object
    }

    private func value(_ cell: CellValue, of field: FieldDefinition) -> JSONValue? {
        switch cells {
        case .json: CellWriter.json(cell, of: field, attachments: attachments)
        case .text(let display): display.text(cell, of: field).map(JSONValue.string)
        }
    }

    /// The primary field, the fields with stored cells in the order of the cells, the computed fields.
    private func order(in record: StoredRecord) -> [FieldDefinition] {
        let primary = table.fields.filter { $0.id == table.primaryFieldID }
        let stored = record.cells.compactMap { table.field(slot: $0.slot) }.filter { $0.id != table.primaryFieldID }
        let computed = table.fields.filter { $0.isComputed && $0.id != table.primaryFieldID }
        return primary + stored + computed
    }
}
