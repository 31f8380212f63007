package import HTTPTypes

/// A transport that tells somebody of each request that leaves.
package struct WatchedTransport: HTTPTransport {
    private let base: any HTTPTransport
    private let onLeaving: @Sendable () -> Void

    /// - Parameter onLeaving: Called when the head of a request is on an open connection, so once for each request that the
    ///   service may count.
    package init(_ base: any HTTPTransport, onLeaving: @escaping @Sendable () -> Void) {
        self.base = base
        self.onLeaving = onLeaving
    }

    package func send(
        _ request: HTTPRequest, body: [UInt8], timeout: Duration, onHead: @escaping @Sendable () -> Void
    ) async throws(TransportError) -> TransportAnswer {
        try await base.send(request, body: body, timeout: timeout) {
            onHead()
            onLeaving()
        }
    }
}
