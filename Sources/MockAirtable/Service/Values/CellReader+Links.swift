import JSONText
import TableModel

/// A record that typecast makes for a name in a link cell.
struct NamedRecord: Sendable, Hashable {
    var table: TableID
    var id: RecordID
    /// The text that was written.
    var name: ExactText
    /// The cell of the primary field.
    var cell: CellValue
}

extension CellReader {
    /// An array of record ids; with typecast also of names of linked records, of which those that are missing are made
    /// (airtable-api.md 4.3 and 4.7). No record is kept twice (12 #35).
    mutating func links(
        _ value: JSONValue, for field: FieldDefinition, in state: inout ServiceState
    ) throws(ServiceFailure) -> CellValue? {
        guard let link = field.link else { throw .valueNotAccepted(by: field.name) }
        let elements: [JSONValue]
        switch value {
        case .array(let given): elements = given
        case .string(let text) where typecast: elements = Self.listed(text).map(JSONValue.string)
        case .string(let text) where text.isEmpty && emptyTextClears: return nil
        case .string, .object: throw .valueNotParsed(for: field.name)
        default: throw .valueNotAccepted(by: field.name)
        }
        var records: [RecordID] = []
        var seen: Set<RecordID> = []
        for element in elements {
            guard let text = element.stringValue else { throw .invalidRecordID(Self.scriptText(element)) }
            if text.isEmpty, emptyTextClears { continue }
            let id: RecordID
            if let given = RecordID(rawValue: text) {
                id = try existing(given, link, state)
            } else {
                guard typecast else { throw .invalidRecordID(text) }
                id = try named(text, for: field, link, in: &state)
            }
            if seen.insert(id).inserted { records.append(id) }
        }
        return records.isEmpty ? nil : .links(records)
    }

    private func existing(
        _ id: RecordID, _ link: LinkOptions, _ state: ServiceState
    ) throws(ServiceFailure) -> RecordID {
        if state.record(id, in: base, link.table) != nil { return id }
        guard let table = state.table(of: id, in: base) else { throw .rowDoesNotExist(id.rawValue) }
        throw .rowOfOtherTable(id, belongsTo: table, linksTo: link.table)
    }

    /// The first record of that name, or a new one.
    private mutating func named(
        _ name: String, for field: FieldDefinition, _ link: LinkOptions, in state: inout ServiceState
    ) throws(ServiceFailure) -> RecordID {
        let exact = ExactText(name)
        if let made = namedRecords.first(where: { $0.table == link.table && $0.name == exact }) { return made.id }
        guard var primary = state.definition(of: link.table, in: base)?.primaryField else {
            throw .valueNotAccepted(by: field.name)
        }
        if primary.isComputed {
            guard let id = state.record(named: name, in: base, link.table) else {
                throw .valueNotAccepted(by: field.name)
            }
            return id
        }
        guard let cell = try cell(.string(name), for: &primary) else { throw .valueNotAccepted(by: field.name) }
        let found = state.records(in: base, link.table, withCells: [cell], in: [primary.slot])
        if let first = found.first { return first }
        var id = ids.identifier(RecordID.self)
        while state.record(id, in: base, link.table) != nil { id = ids.identifier() }
        namedRecords.append(NamedRecord(table: link.table, id: id, name: exact, cell: cell))
        return id
    }

    /// A value as the service's language makes text of it.
    private static func scriptText(_ value: JSONValue) -> String {
        switch value {
        case .object: "[object Object]"
        case .array(let elements): elements.map { $0.isNull ? "" : scriptText($0) }.joined(separator: ",")
        case .string(let text): text
        default: value.text
        }
    }
}
