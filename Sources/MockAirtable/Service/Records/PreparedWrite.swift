import JSONText
import TableModel

/// A write whose fields and values have been checked, before it is known which records it is for.
struct PreparedWrite {
    struct Row {
        var id: RecordID?
        /// The cells that are set, or cleared (nil), in the order in which they were sent.
        var cells: [(field: FieldDefinition, value: CellValue?)]

        /// The row's value for a field that it mentions: nil if it clears the cell.
        func value(slot: Int) -> CellValue? { cells.last { $0.field.slot == slot }?.value }

        func mentions(slot: Int) -> Bool { cells.contains { $0.field.slot == slot } }
    }

    /// The table's definition, with the choices that typecast made.
    var table: TableDefinition
    var madeChoices: Bool
    var rows: [Row]
    let newAttachments: Set<AttachmentID>
    /// The slots of the fields that the upsert merges on.
    var mergeSlots: [Int]

    /// Checks all rows in the order of airtable-api.md 12 #31: unknown fields, then values.
    init(
        _ request: WriteRequest, table: TableDefinition, mergeTypes: WriteOptions.MergeTypes,
        reader: inout CellReader, state: inout ServiceState
    ) throws(ServiceFailure) {
        var definition = table
        mergeSlots = try Self.mergeSlots(request, table: table, types: mergeTypes)
        for row in request.rows {
            for name in row.cells.names where table.field(name) == nil { throw .unknownField(name) }
        }
        rows = []
        for row in request.rows {
            var cells: [(field: FieldDefinition, value: CellValue?)] = []
            for (name, value) in row.cells {
                guard let index = definition.fieldIndex(name) else { throw .unknownField(name) }
                let cell = try reader.cell(value, for: &definition.fields[index], in: &state)
                // A field sent under its name and under its id would be written twice.
                let slot = definition.fields[index].slot
                guard !cells.contains(where: { $0.field.slot == slot }) else { throw .invalidRequest }
                cells.append((definition.fields[index], cell))
            }
            rows.append(Row(id: row.id, cells: cells))
        }
        newAttachments = Self.newAttachments(in: rows)
        for row in rows where row.id == nil && !mergeSlots.allSatisfy(row.mentions) { throw .invalidRequest }
        madeChoices = definition != table
        self.table = definition
    }

    private static func mergeSlots(
        _ request: WriteRequest, table: TableDefinition, types: WriteOptions.MergeTypes
    ) throws(ServiceFailure) -> [Int] {
        guard case .upsert(let names, _) = request.kind else { return [] }
        var slots: [Int] = []
        for name in names {
            guard let field = table.field(name) else { throw .unknownField(name) }
            guard types.contains(field.type), !slots.contains(field.slot) else { throw .invalidRequest }
            slots.append(field.slot)
        }
        return slots
    }
}

extension WriteOptions.MergeTypes {
    /// Whether upserts merge on fields of the type (airtable-api.md 3.4 and 12 #12).
    func contains(_ type: FieldType) -> Bool {
        let documented: Set<FieldType> = [
            .number, .singleLineText, .multilineText, .singleSelect, .multipleSelects, .date,
        ]
        let others: Set<FieldType> = [
            .email, .url, .phoneNumber, .currency, .percent, .rating, .duration, .dateTime,
        ]
        return documented.contains(type) || (self == .wide && others.contains(type))
    }
}

extension TableDefinition {
    /// The position of the field of that exact name or id.
    func fieldIndex(_ nameOrID: String) -> Int? {
        guard let field = field(nameOrID) else { return nil }
        return fields.firstIndex { $0.slot == field.slot }
    }
}
