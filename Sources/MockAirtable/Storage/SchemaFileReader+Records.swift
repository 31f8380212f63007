import JSONText
import TableModel

/// A record as it stands in a schema file.
private struct RecordDraft {
    var table: TableDefinition
    var id: RecordID
    var cells: JSONObject
    var place: String
}

extension SchemaFileReader {
    /// Reads the records of all tables; values are taken as the service takes them without typecast. Links are completed at
    /// their other ends.
    mutating func readRecords(_ lists: [(table: TableID, json: JSONValue, place: String)], in base: BaseID) {
        var state = ServiceState(recordsChanges: false)
        for change in [.base(base, name: name)] + tables.map({ ServiceChange.table(base, $0) }) { state.make(change) }
        // All records are there before the first cell is read, so that it can link to any of them.
        var drafts: [RecordDraft] = []
        for list in lists {
            guard let table = state.definition(of: list.table, in: base) else { continue }
            drafts += readHeads(list.json, of: table, in: base, &state, list.place)
        }
        for draft in drafts { readCells(draft, in: base, &state) }
        for table in tables {
            let found = state.records(of: table.id, in: base).sorted { $0.number < $1.number }
            records += found.map { (table.id, $0) }
        }
    }

    private mutating func readHeads(
        _ json: JSONValue, of table: TableDefinition, in base: BaseID, _ state: inout ServiceState, _ place: String
    ) -> [RecordDraft] {
        guard let elements = json.arrayValue else {
            report(place, "An array of records was expected here.")
            return []
        }
        var drafts: [RecordDraft] = []
        for (index, element) in elements.enumerated() {
            let recordPlace = "\(place)[\(index)]"
            guard let object = members(element, recordPlace, ["id", "createdTime", "fields"]) else { continue }
            let record = StoredRecord(
                id: id(object, recordPlace), number: index + 1, createdTime: createdTime(object, recordPlace))
            guard let cells = object["fields"]?.objectValue else {
                report("\(recordPlace).fields", "An object with the record's cells is missing.")
                continue
            }
            state.make(.record(base, table.id, record))
            drafts.append(RecordDraft(table: table, id: record.id, cells: cells, place: recordPlace))
        }
        return drafts
    }

    private mutating func readCells(_ draft: RecordDraft, in base: BaseID, _ state: inout ServiceState) {
        guard var record = state.record(draft.id, in: base, draft.table.id) else { return }
        for (name, value) in draft.cells {
            let place = "\(draft.place).fields[\"\(name)\"]"
            guard var field = draft.table.field(name) else {
                report(place, "The table \"\(draft.table.name)\" has no such field. Add it to the table's fields.")
                continue
            }
            record[field.slot] = cell(value, of: &field, in: base, &state, place)
        }
        state.put(record, in: base, draft.table, stamp: nil)
    }

    private mutating func cell(
        _ value: JSONValue, of field: inout FieldDefinition, in base: BaseID, _ state: inout ServiceState,
        _ place: String
    ) -> CellValue? {
        var reader = CellReader(
            options: configuration.values, choiceQuotes: configuration.errors.choiceQuotes, typecast: false,
            mayCreateChoices: false, users: configuration.access.users(), base: base, ids: ids)
        do throws(ServiceFailure) {
            var row = PreparedWrite.Row(cells: [(field, try reader.cell(value, for: &field, in: &state))])
            try row.findAttachments(in: nil)
            ids = reader.ids
            return row.value(slot: field.slot)
        } catch {
            report(place, "\(sentence(error)) Write a value as a request without typecast would.")
            return nil
        }
    }

    private mutating func createdTime(_ record: JSONObject, _ place: String) -> ServiceInstant {
        guard let given = record["createdTime"] else { return now.wholeSecond }
        guard let reading = given.stringValue.flatMap(DateText.iso), reading.millisecondOfDay != nil else {
            report("\(place).createdTime", "It must be a time such as 2026-01-31T09:30:00.000Z.")
            return now
        }
        return reading.instant(in: .utc)
    }
}
