import TableModel

/// A table to whoever speaks of its fields as they were called when a run began: names are translated on the way there and back.
///
/// Formulas are sent as they are; what recovers a run asks with none. Nor does it ask for the schema here, which it has.
struct RenamedTable<Base: RemoteTable>: RemoteTable {
    private let base: Base
    private let names: FieldNames

    init(_ base: Base, _ names: FieldNames) {
        self.base = base
        self.names = names
    }

    var limits: RemoteLimits { base.limits }

    var closedFor: Duration? { base.closedFor }

    func forecast(requests: Int) -> Duration? { base.forecast(requests: requests) }

    func page(
        of query: RecordQuery, after cursor: PageCursor?
    ) async throws(CancellationError) -> Attempt<RecordPage> {
        var query = query
        query.fields = query.fields?.map(names.now)
        if case .keys(let keys, let fields) = query.filter {
            query.filter = .keys(keys, of: fields.map { KeyField(name: names.now($0.name), type: $0.type) })
        }
        return try await told(
            base.page(of: query, after: cursor).map { page in
                var page = page
                page.records = page.records.map(names.then)
                return page
            })
    }

    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        var chunk = chunk
        if case .upsert(let fields) = chunk.verb { chunk.verb = .upsert(matching: fields.map(names.now)) }
        chunk.elements = chunk.elements.map { WriteChunk.Element(id: $0.id, fields: names.now($0.fields)) }
        return try await told(
            base.send(chunk).map { answer in
                var answer = answer
                answer.records = answer.records.map(names.then)
                return answer
            })
    }

    /// With the field that an error names.
    private func told<Answer>(_ attempt: Attempt<Answer>) -> Attempt<Answer> {
        attempt.mapError { error in
            var told = error
            told.mention?.field = error.mention?.field.map(names.then)
            return told
        }
    }
}
