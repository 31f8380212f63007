import TableModel

/// The record that a row of a checked write is for.
enum RecordTarget: Hashable {
    case existing(RecordID)
    case new
    /// The record that an earlier row of the same request creates.
    case createdByRow(Int)
}

/// Works out what records become.
struct RecordWrite {
    let table: TableDefinition
    let author: WriteAuthor
    let options: WriteOptions

    /// The record with the row's cells; cells that the row does not mention are cleared if `replaces`.
    func updated(_ record: StoredRecord, by row: PreparedWrite.Row, replaces: Bool) -> StoredRecord {
        var result = record
        if replaces {
            for field in table.fields where !field.isComputed && !row.mentions(slot: field.slot) {
                clear(field, in: &result)
            }
        }
        for (field, value) in row.cells {
            if let value { result[field.slot] = value } else { clear(field, in: &result) }
        }
        // The order of the cells is no content.
        let isSame =
            result.cells.count == record.cells.count
            && result.cells.allSatisfy { record[$0.slot] == $0.value }
        if isSame, options.unchangedWrite == .leavesTime { return record }
        result.modifiedTime = author.time
        result.editor = author.user
        return result
    }

    func created(_ id: RecordID, number: Int, from row: PreparedWrite.Row) -> StoredRecord {
        // Created times have whole seconds since 2021 (12 #38).
        var record = StoredRecord(
            id: id, number: number, createdTime: author.time.wholeSecond, creator: author.user)
        for (field, value) in row.cells where value != nil { record[field.slot] = value }
        return record
    }

    /// A rich text that had content reads as an empty line once cleared; other cells are gone (airtable-api.md 4.1).
    private func clear(_ field: FieldDefinition, in record: inout StoredRecord) {
        let leavesLine = field.type == .richText && record[field.slot] != nil
        record[field.slot] = leavesLine ? .text(RichText.cleared) : nil
    }
}
