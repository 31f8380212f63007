/// A remote table, one request wide: what the engine knows of a service.
///
/// Nothing here repeats a request or waits longer than its permit; whatever takes more than one request is the
/// engine's. A conformer sends each request once, at the pace the service allows, and says what became of it.
public protocol RemoteTable: Sendable {
    /// What the service takes in one request.
    var limits: RemoteLimits { get }

    /// Sends one chunk once and says what became of it.
    ///
    /// - Throws: `CancellationError` if the task was cancelled before the request left. A request that has left is
    ///   awaited to its end, cancelled or not, so that its outcome is known.
    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer>

    /// Reads one page of the records that `query` selects; `cursor` is nil for the first page.
    ///
    /// - Throws: `CancellationError` if the task was cancelled before the request left.
    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage>

    /// How long the pace makes `requests` further requests last, answers not included; nil if nothing limits them.
    func forecast(requests: Int) -> Duration?

    /// How much longer a refusal keeps everybody from sending; nil while nothing does, or where that is not known.
    var closedFor: Duration? { get }
}

extension RemoteTable {
    /// Nil, for a table that is never closed.
    public var closedFor: Duration? { nil }
}
