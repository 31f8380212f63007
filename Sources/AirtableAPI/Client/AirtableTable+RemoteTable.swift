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

    /// How long the limiter makes so many further requests to the base last, without their answers.
    public func forecast(requests: Int) -> Duration? { caller.sender.forecast(requests: requests, base: base) }

    /// How much longer the limiter lets nothing go to the base, since the service refused a request.
    public var closedFor: Duration? { caller.sender.closedFor(base: base) }
}
