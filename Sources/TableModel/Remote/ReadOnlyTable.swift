/// A remote table without its write verb.
///
/// Dry runs get one of these, so that no mistake in them can write: the compiler knows no way from here to `send`.
public struct ReadOnlyTable: ReadableTable {
    private let table: any ReadableTable

    /// Takes the reading half of `table`.
    public init(_ table: any ReadableTable) { self.table = table }

    /// What the service takes in one request.
    public var limits: RemoteLimits { table.limits }

    /// Reads one page of the records that `query` selects.
    public func page(
        of query: RecordQuery, after cursor: PageCursor?
    ) async throws(CancellationError) -> Attempt<RecordPage> {
        try await table.page(of: query, after: cursor)
    }

    /// Reads the table's schema as it is now.
    public var readSchema: SchemaReading? { table.readSchema }

    /// How long the pace makes so many further requests last.
    public func forecast(requests: Int) -> Duration? { table.forecast(requests: requests) }

    /// How much longer a refusal keeps everybody from sending.
    public var closedFor: Duration? { table.closedFor }
}
