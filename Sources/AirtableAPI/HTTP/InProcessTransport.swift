public import HTTPTypes
public import RateLimiting

/// A transport that hands requests to a function of the same process: a mock service, or an embedded store.
///
/// ```swift
/// let service = MockService(configuration)
/// let transport = InProcessTransport { request, body in try await service.exchange(request, body: body) }
/// ```
///
/// There is no connection to wait for, so the head is on its way at once. When the function throws, the answer counts as
/// lost: the request may have been carried out. A function that knows better throws a ``TransportError``.
public struct InProcessTransport: HTTPTransport {
    private let exchange: @Sendable (HTTPRequest, [UInt8]) async throws -> (HTTPResponse, [UInt8])
    private let time: any TimeSource

    /// Makes a transport over `exchange`.
    ///
    /// - Parameters:
    ///   - time: The clock that time-outs are measured on; the one of `exchange`, if it has one.
    ///   - exchange: Answers a request, given its head and its body. It is cancelled when the time is up.
    public init(
        time: any TimeSource = SystemTime(),
        _ exchange: @escaping @Sendable (HTTPRequest, [UInt8]) async throws -> (HTTPResponse, [UInt8])
    ) {
        self.exchange = exchange
        self.time = time
    }

    /// Asks the function, and gives up when `timeout` has passed on this transport's clock.
    public func send(
        _ request: HTTPRequest, body: [UInt8], timeout: Duration, onHead: @escaping @Sendable () -> Void
    ) async throws(TransportError) -> TransportAnswer {
        onHead()
        let deadline = time.now + timeout
        let first = await withTaskGroup(of: Result<TransportAnswer, TransportError>?.self) { group in
            group.addTask { await self.answer(to: request, body: body) }
            group.addTask {
                do { try await self.time.sleep(until: deadline) } catch { return nil }
                return .failure(Self.lost(TransportError.outOfTime(timeout)))
            }
            // A nil is the timer of a cancelled task: the exchange, cancelled as well, has the say.
            var first = await group.next() ?? nil
            if first == nil { first = await group.next() ?? nil }
            group.cancelAll()
            return first
        }
        guard let first else { throw Self.lost("the exchange was cancelled") }
        return try first.get()
    }

    private func answer(to request: HTTPRequest, body: [UInt8]) async -> Result<TransportAnswer, TransportError> {
        do {
            let (response, bytes) = try await exchange(request, body)
            return .success(TransportAnswer(response: response, body: bytes))
        } catch let error as TransportError {
            return .failure(error)
        } catch {
            return .failure(Self.lost("the connection ended before an answer came"))
        }
    }

    private static func lost(_ message: String) -> TransportError {
        TransportError(.noAnswer, mayHaveArrived: true, message: message)
    }
}
