public import TableModel

extension AirtableTable: RemoteTable {
    /// Ten records a write, a hundred a page.
    public var limits: RemoteLimits { .airtable }

    /// Sends one chunk once, at the pace of the limiter, and never again.
    ///
    /// A chunk that the service is known to refuse (empty or too many elements, ids or keys missing, a number that JSON
    /// cannot express) is rejected without a request.
    public func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        let request: APIRequest
        do { request = try requests.write(chunk) } catch { return .rejected(error) }
        return try await caller.sender.send(request) { answer throws(UnreadableAnswer) in
            try WriteAnswer(answer: answer, to: chunk)
        }
    }

    /// Reads one page once. A filter that names no id and no key is answered with an empty page, without a request.
    public func page(
        of query: RecordQuery, after cursor: PageCursor?
    ) async throws(CancellationError) -> Attempt<RecordPage> {
        let selection = RecordSelection(query.filter, scope: query.scope, fields: query.fields, view: query.view)
        guard !selection.isEmpty else { return .applied(RecordPage(records: [])) }
        let request: APIRequest
        do { request = try requests.list(selection, after: cursor) } catch { return .rejected(error) }
        return try await caller.sender.send(
            request, until: caller.readDeadline, decode: RecordPage.init(answer:))
    }

    /// Reads the schema of the base and gives this table's part of it. Needs the scope `schema.bases:read`.
    public var readSchema: SchemaReading? {
        { () throws(CancellationError) in
            let request = AirtableBase(id: base, caller: caller).schemaRequest
            let attempt = try await caller.sender.send(
                request, until: caller.readDeadline, decode: [TableSchema].init(answer:))
            return attempt.flatMap { tables in
                let own = tables.first { $0.id.rawValue == nameOrID } ?? tables.first { $0.name == nameOrID }
                return own.map { .applied($0) } ?? .rejected(requests.missingTable(to: "read the schema"))
            }
        }
    }

    /// How long the limiter makes so many further requests to the base last, without their answers.
    public func forecast(requests: Int) -> Duration? { caller.sender.forecast(requests: requests, base: base) }

    /// How much longer the limiter lets nothing go to the base, since the service refused a request.
    public var closedFor: Duration? { caller.sender.closedFor(base: base) }
}
