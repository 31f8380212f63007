import AsyncHTTPClient
import HTTPTypes
import Locking
import NIOCore
import NIOHTTP1

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Follows one exchange: notes when the head and the body go onto the connection, and gathers the answer.
///
/// The client's callbacks tell what its errors do not: whether the service can have the request. It writes the head onto
/// a connection that is open, says so, and only then asks for the body.
final class ExchangeDelegate: HTTPClientResponseDelegate {
    private struct State {
        /// Whether the whole request may have left.
        var mayHaveArrived = false
        var head: HTTPResponseHead?
        var body = ByteBuffer()
    }

    private let hasBody: Bool
    private let answerLimit: Int
    private let onHead: @Sendable () -> Void
    private let state = Guarded(State())

    init(hasBody: Bool, answerLimit: Int, onHead: @escaping @Sendable () -> Void) {
        self.hasBody = hasBody
        self.answerLimit = answerLimit
        self.onHead = onHead
    }

    /// The body, which notes that it was asked for.
    func stream(_ bytes: ByteBuffer, length: Int) -> HTTPClient.Body {
        .stream(contentLength: Int64(length)) { writer in
            self.state.withLock { $0.mayHaveArrived = true }
            return writer.write(.byteBuffer(bytes))
        }
    }

    func didSendRequestHead(task: HTTPClient.Task<TransportAnswer>, _ head: HTTPRequestHead) {
        onHead()
        if !hasBody { state.withLock { $0.mayHaveArrived = true } }
    }

    func didReceiveHead(
        task: HTTPClient.Task<TransportAnswer>, _ head: HTTPResponseHead
    ) -> EventLoopFuture<Void> {
        state.withLock { $0.head = head }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(
        task: HTTPClient.Task<TransportAnswer>, _ buffer: ByteBuffer
    ) -> EventLoopFuture<Void> {
        let isWithinLimit = state.withLock { state in
            guard state.body.readableBytes + buffer.readableBytes <= answerLimit else { return false }
            state.body.writeImmutableBuffer(buffer)
            return true
        }
        return isWithinLimit
            ? task.eventLoop.makeSucceededVoidFuture()
            : task.eventLoop.makeFailedFuture(AnswerTooLong(limit: answerLimit))
    }

    func didFinishRequest(task: HTTPClient.Task<TransportAnswer>) throws -> TransportAnswer {
        try state.withLock { state in
            guard let head = state.head else { throw HTTPClientError.remoteConnectionClosed }
            var response = HTTPResponse(status: .init(code: Int(head.status.code)))
            for (name, value) in head.headers {
                guard let name = HTTPField.Name(name) else { continue }
                response.headerFields.append(HTTPField(name: name, value: value))
            }
            return TransportAnswer(response: response, body: Array(state.body.readableBytesView))
        }
    }

    /// What `error` means for the request, from how far it got; the types of errors do not tell (toolchain.md 5).
    func transportError(_ error: any Error, timeout: Duration) -> TransportError {
        let (mayHaveArrived, hasAnswer) = state.withLock { ($0.mayHaveArrived, $0.head != nil) }
        let words = Self.words(of: error, timeout: timeout)
        guard mayHaveArrived else { return TransportError(.unreachable, mayHaveArrived: false, message: words) }
        let isTimeout = (error as? HTTPClientError) == .deadlineExceeded
        let isUnreadable = hasAnswer || error is HTTPParserError || error is AnswerTooLong
        return TransportError(
            isUnreadable && !isTimeout ? .unreadableAnswer : .noAnswer, mayHaveArrived: true, message: words)
    }

    private static func words(of error: any Error, timeout: Duration) -> String {
        switch error {
        case let error as AnswerTooLong: "the answer is longer than \(error.limit) bytes"
        case is HTTPParserError: "the answer is cut short, or is not HTTP"
        case is CancellationError: "the exchange was cancelled"
        case let error as HTTPClientError: words(of: error, timeout: timeout)
        case let error as IOError where error.errnoCode == ECONNREFUSED: "the connection was refused"
        case let error as IOError where error.errnoCode == ECONNRESET: "the connection was reset"
        case is ChannelError: "the connection was closed before the request went onto it"
        default: "the connection failed: \(error)"
        }
    }

    private static func words(of error: HTTPClientError, timeout: Duration) -> String {
        switch error {
        case .deadlineExceeded, .readTimeout: TransportError.outOfTime(timeout)
        case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout: "no connection came about in time"
        case .remoteConnectionClosed: "the connection ended before an answer came"
        case .cancelled: "the exchange was cancelled"
        default: "the exchange failed: \(error.shortDescription)"
        }
    }
}

/// An answer that is larger than the transport reads.
private struct AnswerTooLong: Error {
    var limit: Int
}
