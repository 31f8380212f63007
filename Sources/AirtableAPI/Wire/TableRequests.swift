import HTTPTypes
import JSONText
import RateLimiting
import TableModel

/// The requests of one table.
struct TableRequests: Sendable {
    var base: BaseID
    var table: String
    /// How messages call the table, if not as its address does.
    var title: String?
    var fieldKeys: FieldKeys

    /// `what` with the table's name after it, to follow "Could not".
    func attempted(_ what: String) -> String { "\(what) of \(title ?? table)" }

    /// Why `what` is not possible with a base whose schema does not have the table.
    func missingTable(to what: String) -> RemoteError {
        RemoteError(
            .notFound, message: "the base \(base) has no such table", attempted: attempted(what),
            remedy: "Check the table's name: case and spaces count.")
    }

    // MARK: Reading

    func list(_ selection: RecordSelection, after cursor: PageCursor?) throws(RemoteError) -> APIRequest {
        let attempted = attempted("list records")
        guard (1...RemoteLimits.airtable.recordsPerPage).contains(selection.pageSize), selection.maxRecords ?? 1 >= 1
        else {
            throw RemoteError(
                .invalidRequest, message: "a page has 1 to 100 records, and a list at least one", attempted: attempted)
        }
        var request = APIRequest(
            method: .post, path: [base.rawValue, table, "listRecords"], kind: .read, subject: .table, base: base,
            attempted: attempted)
        switch selection.method {
        case .post:
            request.query = selection.companions
            request.body = selection.body(keys: fieldKeys, offset: cursor?.text)
        case .get:
            request.method = .get
            request.path.removeLast()
            request.query = selection.query(keys: fieldKeys, offset: cursor?.text)
        }
        return request
    }

    func get(_ id: RecordID, _ format: CellFormat) -> APIRequest {
        var request = APIRequest(
            method: .get, path: [base.rawValue, table, id.rawValue], kind: .read, subject: .record, base: base,
            attempted: attempted("read record \(id)"))
        request.query = format.query
        if fieldKeys == .ids { request.query.append(("returnFieldsByFieldId", "true")) }
        return request
    }

    // MARK: Writing

    /// The request that carries `chunk`.
    ///
    /// - Throws: `RemoteError` when the service is known to refuse it.
    func write(_ chunk: WriteChunk) throws(RemoteError) -> APIRequest {
        let attempted = attempted(chunk.summary)
        if let problem = ChunkProblem(chunk) {
            throw RemoteError(
                problem.code, message: problem.message, attempted: attempted, remedy: problem.remedy,
                mention: problem.field.map { RemoteError.Mention(field: $0) })
        }
        var request = APIRequest(
            method: .post, path: [base.rawValue, table], kind: .write, subject: .table, base: base, attempted: attempted
        )
        var body: JSONObject = [:]
        switch chunk.verb {
        case .create: break
        case .update:
            request.method = .patch
            request.subject = .rows
        case .replace:
            request.method = .put
            request.subject = .rows
        case .upsert(let fields):
            request.method = .patch
            if chunk.elements.contains(where: { $0.id != nil }) { request.subject = .rows }
            body["performUpsert"] = ["fieldsToMergeOn": .array(fields.map(JSONValue.string))]
        case .delete:
            request.method = .delete
            request.kind = .delete
            request.subject = .rows
            request.query = chunk.elements.compactMap(\.id).map { ("records[]", $0.rawValue) }
            return request
        }
        body["records"] = .array(chunk.elements.map(\.wire))
        if chunk.typecast { body["typecast"] = true }
        // In the query the service would ignore it.
        if fieldKeys == .ids { body["returnFieldsByFieldId"] = true }
        request.body = .object(body)
        return request
    }
}

extension WriteChunk.Element {
    fileprivate var wire: JSONValue {
        var object: JSONObject = [:]
        if let id { object["id"] = .string(id.rawValue) }
        object["fields"] = fields.wire
        return .object(object)
    }
}

extension WriteChunk {
    /// `create 10 records`.
    fileprivate var summary: String {
        let verb =
            switch self.verb {
            case .create: "create"
            case .update: "update"
            case .replace: "replace"
            case .upsert: "upsert"
            case .delete: "delete"
            }
        return elements.count == 1 ? "\(verb) 1 record" : "\(verb) \(elements.count) records"
    }
}
