/// A remote table, one request wide: what the engine knows of a service.
///
/// Nothing here repeats a request or waits longer than its permit; whatever takes more than one request is the
/// engine's. A conformer sends each request once, at the pace the service allows, and says what became of it.
public protocol RemoteTable: ReadableTable {
    /// Sends one chunk once and says what became of it.
    ///
    /// - Throws: `CancellationError` if the task was cancelled before the request left. A request that has left is
    ///   awaited to its end, cancelled or not, so that its outcome is known.
    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer>
}
