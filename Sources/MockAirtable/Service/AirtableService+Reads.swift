import JSONText
import TableModel

extension AirtableService {
    mutating func list(
        _ call: Call, _ base: BaseID, _ table: String, fault: Fault?
    ) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .readRecords, role: .read)
        let query: ListQuery
        if case .listByPost = call.request.route {
            // A list of everything may come without a body.
            let body = call.request.body == .absent ? JSONObject() : try call.request.object(configuration.errors)
            query = try ListQuery(body, query: call.request.query, options: configuration.lists)
        } else {
            query = try ListQuery(call.request.query, options: configuration.lists)
        }
        if fault == .iteratorDeath, let offset = query.offset { lists.kill(offset) }
        guard let stored = state.bases[base] else { throw .modelNotFound }
        let handler = ListHandler(
            query: query, base: stored, options: configuration.lists, now: call.now,
            repeatsOffset: fault == .repeatedOffset)
        return try handler.answer(stored.tables[index], lists: &lists, ids: &ids)
    }

    mutating func get(
        _ call: Call, _ base: BaseID, _ table: String, _ record: String
    ) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .readRecords, role: .read)
        guard let id = RecordID(rawValue: record) else { throw .notFound }
        let known: Set<String> = ["cellFormat", "timeZone", "userLocale", "returnFieldsByFieldId"]
        // `fields[]`, which lists take, is refused here (airtable-api.md 3.1).
        guard let items = call.request.query, items.items.allSatisfy({ known.contains($0.name) && $0.path.isEmpty })
        else { throw .invalidRequest }
        let display = try DisplayQuery(items)
        guard let stored = state.bases[base] else { throw .modelNotFound }
        let cells = try display.cells(in: stored)
        // A record is looked for in the named table and then in the whole base (12 #6).
        var candidates = [stored.tables[index]]
        if configuration.writes.foreignRecord == .found { candidates += stored.tables }
        for candidate in candidates {
            guard let found = candidate.records[id] else { continue }
            var form = RecordForm(table: candidate.definition, usesFieldIDs: display.usesFieldIDs, cells: cells)
            form.attachments = .fetched(at: call.now, except: [])
            return form.json(found)
        }
        throw missingRecord
    }
}
