public import HTTPTypes

/// The way of one request to the service and of its answer back.
///
/// A transport sends what it is given once: it does not repeat, follow redirects, or reuse an answer. That is what lets
/// its callers tell what may have happened to a write.
public protocol HTTPTransport: Sendable {
    /// Sends `request` once and gives the answer, whole.
    ///
    /// - Parameters:
    ///   - request: The head. It has a scheme, an authority and a path; `content-length` is the transport's matter.
    ///   - body: The bytes of the body; empty for a request without one.
    ///   - timeout: How long the whole exchange may take: connecting, sending, and reading the answer to its end.
    ///   - onHead: Called at most once, when the head is on an open connection and before the body goes; never while the
    ///     request waits for a connection. The pace is kept from that moment, so an early call breaks the limit.
    /// - Returns: Any answer that was read to its end, whatever its status.
    /// - Throws: `TransportError` when there is no such answer. Cancelling the task ends the exchange as an error too.
    func send(
        _ request: HTTPRequest, body: [UInt8], timeout: Duration, onHead: @escaping @Sendable () -> Void
    ) async throws(TransportError) -> TransportAnswer
}
