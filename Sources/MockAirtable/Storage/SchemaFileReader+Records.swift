import JSONText
import TableModel

extension SchemaFileReader {
    /// Reads the records of a table; values are taken as the service takes them without typecast.
    mutating func readRecords(_ json: JSONValue, of table: TableDefinition, _ place: String) {
        guard let elements = json.arrayValue else {
            report(place, "An array of records was expected here.")
            return
        }
        for (index, element) in elements.enumerated() {
            let recordPlace = "\(place)[\(index)]"
            guard let object = members(element, recordPlace, ["id", "createdTime", "fields"]) else { continue }
            var record = StoredRecord(
                id: id(object, recordPlace), number: index + 1, createdTime: createdTime(object, recordPlace))
            guard let cells = object["fields"]?.objectValue else {
                report("\(recordPlace).fields", "An object with the record's cells is missing.")
                continue
            }
            for (name, value) in cells {
                let cellPlace = "\(recordPlace).fields[\"\(name)\"]"
                guard var field = table.field(name) else {
                    report(cellPlace, "The table \"\(table.name)\" has no such field. Add it to the table's fields.")
                    continue
                }
                record[field.slot] = cell(value, of: &field, cellPlace)
            }
            records.append((table.id, record))
        }
    }

    private mutating func cell(
        _ value: JSONValue, of field: inout FieldDefinition, _ place: String
    ) -> CellValue? {
        var reader = CellReader(
            options: configuration.values, choiceQuotes: configuration.errors.choiceQuotes, typecast: false,
            mayCreateChoices: false, users: configuration.access.users(), ids: ids)
        do throws(ServiceFailure) {
            var row = PreparedWrite.Row(cells: [(field, try reader.cell(value, for: &field))])
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
