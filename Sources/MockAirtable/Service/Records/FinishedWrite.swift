import JSONText
import TableModel

/// A write that was carried out.
struct FinishedWrite {
    let table: TableDefinition
    /// By row.
    let targets: [RecordTarget]
    /// The record of each row as the request leaves it.
    let records: [StoredRecord]
    /// The attachments that the request made, which the service has not fetched yet.
    let newAttachments: Set<AttachmentID>

    /// The body of the answer (airtable-api.md 3.2 to 3.4); `createdRecords` and `updatedRecords`, which only upserts
    /// have, hold each id once and in the order of the rows.
    func answer(_ request: WriteRequest, at now: ServiceInstant) -> JSONValue {
        var form = RecordForm(table: table, usesFieldIDs: request.usesFieldIDs)
        form.attachments = .fetched(at: now, except: newAttachments)
        guard request.isBatch else { return records.first.map(form.json) ?? .object(JSONObject()) }
        var answer: JSONObject = ["records": .array(records.map(form.json))]
        if case .upsert = request.kind {
            var created: [JSONValue] = []
            var updated: [JSONValue] = []
            for (target, record) in zip(targets, records) {
                let id = JSONValue.string(record.id.rawValue)
                switch target {
                case .new: created.append(id)
                case .existing where !updated.contains(id): updated.append(id)
                case .existing, .createdByRow: break
                }
            }
            answer["createdRecords"] = .array(created)
            answer["updatedRecords"] = .array(updated)
        }
        return .object(answer)
    }
}
