import JSONText
import TableModel

extension AirtableService {
    mutating func deleteOne(
        _ call: Call, _ base: BaseID, _ table: String, _ record: String
    ) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeRecords, role: .edit)
        guard let id = RecordID(rawValue: record) else { throw .notFound }
        guard state.record(id, in: base, index) != nil else { throw missingRecord }
        return delete(id, base, index)
    }

    /// Deletes all records or, if one of them is not there, none (airtable-api.md 12 #14).
    mutating func deleteMany(_ call: Call, _ base: BaseID, _ table: String) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeRecords, role: .edit)
        guard let query = call.request.query else { throw .invalidRequest }
        if configuration.lists.unknownParameter == .refused, query.items.contains(where: { $0.name != "records" }) {
            throw .invalidRequest
        }
        let texts = query.list("records") ?? []
        let ids = texts.compactMap { RecordID(rawValue: $0) }
        guard !texts.isEmpty, texts.count <= ServiceFailure.batchLimit, ids.count == texts.count,
            Set(ids).count == ids.count
        else { throw .invalidDeletes }
        for id in ids where state.record(id, in: base, index) == nil { throw .recordNotFound }
        return ["records": .array(ids.map { delete($0, base, index) })]
    }

    private mutating func delete(_ id: RecordID, _ base: BaseID, _ index: Int) -> JSONValue {
        if let table = state.bases[base]?.tables[index].definition.id { state.make(.recordDeleted(base, table, id)) }
        return ["deleted": true, "id": .string(id.rawValue)]
    }
}
