/// The reading half of a remote table: whoever is given one can change nothing.
public protocol ReadableTable: Sendable {
    /// What the service takes in one request.
    var limits: RemoteLimits { get }

    /// Reads one page of the records that `query` selects; `cursor` is nil for the first page.
    ///
    /// - Throws: `CancellationError` if the task was cancelled before the request left.
    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage>

    /// How long the pace makes `requests` further requests last, answers not included; nil if nothing limits them.
    func forecast(requests: Int) -> Duration?

    /// How much longer a refusal keeps everybody from sending; nil while nothing does, or where that is not known.
    var closedFor: Duration? { get }
}

extension ReadableTable {
    /// Nil, for a table that is never closed.
    public var closedFor: Duration? { nil }
}
