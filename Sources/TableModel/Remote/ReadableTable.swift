/// The reading half of a remote table: whoever is given one can change nothing.
public protocol ReadableTable: Sendable {
    /// What the service takes in one request.
    var limits: RemoteLimits { get }

    /// Reads one page of the records that `query` selects; `cursor` is nil for the first page.
    ///
    /// - Throws: `CancellationError` if the task was cancelled before the request left.
    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage>

    /// Reads the table's schema as it is now, with one request; nil where the service does not tell it.
    var readSchema: SchemaReading? { get }

    /// How long the pace makes `requests` further requests last, answers not included; nil if nothing limits them.
    func forecast(requests: Int) -> Duration?

    /// How much longer a refusal keeps everybody from sending; nil while nothing does, or where that is not known.
    var closedFor: Duration? { get }
}

/// Reads the schema of a table, all of its fields, with one request that is sent once.
public typealias SchemaReading = @Sendable () async throws(CancellationError) -> Attempt<TableSchema>

extension ReadableTable {
    /// Nil, for a table whose service does not tell its schema.
    public var readSchema: SchemaReading? { nil }

    /// Nil, for a table that is never closed.
    public var closedFor: Duration? { nil }
}
