import AirtableAPI
import TableModel

/// The service's table in requests of two records, of which it may refuse those that have one record.
struct NarrowTable: RemoteTable {
    let base: AirtableTable
    /// The key or the id of the record that is refused; nil for none.
    var refused: FieldValue?

    var limits: RemoteLimits { RecoveryScene.limits }
    func forecast(requests: Int) -> Duration? { base.forecast(requests: requests) }

    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        let isRefused = chunk.elements.contains { element in
            guard let refused else { return false }
            return element.fields["email"] == refused || element.id.map { .string($0.rawValue) } == refused
        }
        guard !isRefused else {
            return .rejected(
                RemoteError(.invalidValue, status: 422, type: "INVALID", message: "no", attempted: "write"))
        }
        return try await base.send(chunk)
    }

    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        try await base.page(of: query, after: cursor)
    }
}
