import JSONText
import TableModel

extension AirtableService {
    mutating func deleteOne(
        _ call: Call, _ base: BaseID, _ table: String, _ record: String
    ) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeRecords, role: .edit)
        guard let id = RecordID(rawValue: record) else { throw .notFound }
        guard state.record(id, in: base, index) != nil else { throw missingRecord }
        delete([id], call, base, index)
        return Self.deleted(id)
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
        delete(ids, call, base, index)
        return ["records": .array(ids.map(Self.deleted))]
    }

    private mutating func delete(_ ids: [RecordID], _ call: Call, _ base: BaseID, _ index: Int) {
        guard let table = state.bases[base]?.tables[index].definition else { return }
        let author = WriteAuthor(user: call.token.owner, time: call.now, mayCreateChoices: false)
        state.delete(ids, from: table, in: base, stamp: stamp(author))
    }

    private static func deleted(_ id: RecordID) -> JSONValue { ["deleted": true, "id": .string(id.rawValue)] }
}
