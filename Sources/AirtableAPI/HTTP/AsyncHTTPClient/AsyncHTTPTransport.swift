import AsyncHTTPClient
public import HTTPTypes
import NIOCore
import NIOHTTP1

/// A transport over the network, by async-http-client and HTTP/1.1.
///
/// It connects anew or reuses an open connection, follows no redirect, and sends each request once. Take ``shared`` unless
/// connections must be closed at a given moment, which ``withTransport(_:_:)`` does.
public struct AsyncHTTPTransport: HTTPTransport {
    /// What can be chosen about connections.
    public struct Options: Sendable, Hashable {
        /// Connections to one host at most, which is also how many requests are on their way at once; the engine sends up
        /// to 15.
        public var connections: Int
        /// How long connecting may take, TLS included.
        public var connectTimeout: Duration
        /// How long a connection is kept that nothing uses. Less than the service's own time: a request on a connection
        /// that the service is closing is lost. Servers in the field close after 60 s and more.
        public var idleTimeout: Duration
        /// Bytes of the longest answer that is read; a page of 100 records is far below.
        public var answerLimit: Int

        /// Makes options; the defaults are those of ``AsyncHTTPTransport/shared``.
        public init(
            connections: Int = 16, connectTimeout: Duration = .seconds(10), idleTimeout: Duration = .seconds(20),
            answerLimit: Int = 64 << 20
        ) {
            self.connections = connections
            self.connectTimeout = connectTimeout
            self.idleTimeout = idleTimeout
            self.answerLimit = answerLimit
        }
    }

    /// The transport of this process, with the default options. It is never shut down; its idle connections close by
    /// themselves, and it does not keep the process alive.
    public static let shared = AsyncHTTPTransport(Options())

    private let client: HTTPClient
    private let answerLimit: Int

    private init(_ options: Options) {
        var configuration = HTTPClient.Configuration()
        // The token goes where it was meant to go, and nowhere else.
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = TimeAmount(options.connectTimeout)
        configuration.connectionPool.idleTimeout = TimeAmount(options.idleTimeout)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = max(options.connections, 1)
        // Whether to try again is for whoever knows the request; without this a refused port takes the whole time-out.
        configuration.connectionPool.retryConnectionEstablishment = false
        // One loop for all of a client's connections and callbacks, which is plenty for what services allow. With several, a request
        // whose answer ends before its own end is sent, and which another loop than its connection's looks after, ends the process if
        // the connection closes then, by us or by the service: HTTP1ClientChannelHandler.run(_:context:) of async-http-client 1.37.0
        // tells the pool that the connection is free only when the sending of the end has gone to the other loop and back, and
        // HTTP1Connections.releaseConnection(_:) traps on a connection that was removed meanwhile.
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup.next(), configuration: configuration)
        answerLimit = options.answerLimit
    }

    /// Runs `body` with a transport of its own, and closes its connections before it returns.
    public static func withTransport<Result>(
        _ options: Options = Options(), _ body: (AsyncHTTPTransport) async throws -> Result
    ) async throws -> Result {
        let transport = AsyncHTTPTransport(options)
        let result: Result
        do {
            result = try await body(transport)
        } catch {
            // The error of the body counts for more than one of closing connections.
            try? await transport.client.shutdown()
            throw error
        }
        try await transport.client.shutdown()
        return result
    }

    /// Sends once over an open or a new connection. What becomes of it when something goes wrong is told by how far the
    /// request got, not by the kind of error: a reset connection can mean either.
    public func send(
        _ request: HTTPRequest, body: [UInt8], timeout: Duration, onHead: @escaping @Sendable () -> Void
    ) async throws(TransportError) -> TransportAnswer {
        let url = "\(request.scheme ?? "https")://\(request.authority ?? "")\(request.path ?? "/")"
        var headers = HTTPHeaders()
        for field in request.headerFields { headers.add(name: field.name.rawName, value: field.value) }
        let exchange = ExchangeDelegate(hasBody: !body.isEmpty, answerLimit: answerLimit, onHead: onHead)
        do {
            let message = try HTTPClient.Request(
                url: url, method: HTTPMethod(rawValue: request.method.rawValue), headers: headers,
                body: body.isEmpty ? nil : exchange.stream(ByteBuffer(bytes: body), length: body.count))
            let task = client.execute(
                request: message, delegate: exchange, deadline: .now() + TimeAmount(timeout))
            return try await withTaskCancellationHandler {
                try await task.get()
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw exchange.transportError(error, timeout: timeout)
        }
    }
}
