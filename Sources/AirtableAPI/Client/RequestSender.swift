import HTTPTypes
import JSONText
import RateLimiting
import TableModel

/// Sends single requests: waits for a permit, hands the request to the transport once, and says what became of it.
struct RequestSender: Sendable {
    let address: ServiceAddress
    let token: AccessToken
    let transport: any HTTPTransport
    let limiter: RateLimiter
    let time: any TimeSource
    let timeout: Duration
    let log: RequestLog
    let metrics: ClientMetrics

    /// A request that has left is given so long at least, or a patience that is used up would make every answer too late.
    static let shortestTimeout = Duration.seconds(5)

    /// Sends `request` once; `decode` reads what a success says.
    ///
    /// - Parameter deadline: When the answer is of no use any more; nil for the time-out alone. For reads: of a write it
    ///   must be known what became of it.
    /// - Throws: `CancellationError` if the task was cancelled before the request left. One that has left is awaited.
    func send<Answer: Sendable>(
        _ request: APIRequest, until deadline: TimePoint? = nil,
        decode: @escaping @Sendable (ServiceAnswer) throws(UnreadableAnswer) -> Answer
    ) async throws(CancellationError) -> Attempt<Answer> {
        let id = log.nextID()
        let head = head(of: request)
        if let error = tooLong(head, request, id) { return .rejected(error) }
        let asked = time.now
        let attempt: Attempt<Answer>? = try await limiter.withPermit(
            host: address.authority, base: request.base?.rawValue, token: token.secret, kind: request.kind
        ) { permit in
            // Cancelled while the permit was on its way: nothing has left, and nothing will.
            guard !Task.isCancelled else { return nil }
            if time.now - asked >= ClientMetrics.shortestWait { metrics.wait(kind: request.kind) }
            return await withoutCancellation {
                await self.exchange(request, head, id, permit, deadline, decode: decode)
            }
        }
        guard let attempt else { throw CancellationError() }
        return attempt
    }

    /// How long the pace makes so many further requests of a base last; nil if nothing limits them.
    func forecast(requests: Int, base: BaseID?) -> Duration? {
        limiter.forecast(requests: requests, host: address.authority, base: base?.rawValue, token: token.secret)
    }

    /// How much longer a refusal keeps everybody from sending to a base; nil while nothing does.
    func closedFor(base: BaseID) -> Duration? {
        limiter.closedUntil(host: address.authority, base: base.rawValue).map { max($0 - time.now, .zero) }
    }

    private func exchange<Answer: Sendable>(
        _ request: APIRequest, _ head: HTTPRequest, _ id: String, _ permit: Permit,
        _ deadline: TimePoint?, decode: @Sendable (ServiceAnswer) throws(UnreadableAnswer) -> Answer
    ) async -> Attempt<Answer> {
        metrics.begin(request)
        let begun = time.now
        let left = deadline.map { max($0 - begun, Self.shortestTimeout) } ?? timeout
        let outcome: Result<TransportAnswer, TransportError>
        do {
            let answer = try await transport.send(
                head, body: request.body?.bytes ?? [], timeout: min(timeout, left),
                onHead: {
                    permit.headSent()
                    log.countSent()
                })
            permit.answerEnded(AttemptClassifier.permitAnswer(to: answer))
            outcome = .success(answer)
        } catch {
            // The permit is told nothing: if the head went out, it takes the answer as lost, and else it counts nothing.
            outcome = .failure(error)
        }
        let took = time.now - begun
        let classifier = AttemptClassifier(
            attempted: request.attempted, subject: request.subject, isRead: request.isRead, requestID: id)
        let attempt = classifier.attempt(outcome, decode: decode).withoutSecret(token.secret)
        log.exchange(request, id: id, outcome: outcome, attempt: attempt.label, error: attempt.error, took: took)
        metrics.end(request, outcome: attempt.label, mayComeAgain: attempt.mayComeAgain)
        if case .applied(let answer) = attempt, let counted = answer as? any RowCounting {
            metrics.rows(counted.rowCount, kind: request.kind)
        }
        return attempt
    }

    private func head(of request: APIRequest) -> HTTPRequest {
        var head = HTTPRequest(
            method: request.method, scheme: address.scheme, authority: address.authority,
            path: request.target(under: address.pathPrefix))
        head.headerFields[.authorization] = "Bearer \(token.secret)"
        head.headerFields[.accept] = "application/json"
        head.headerFields[.userAgent] = "TableSync"
        if request.body != nil { head.headerFields[.contentType] = "application/json" }
        return head
    }

    /// The refusal that the service would give to a long URL, without the trip.
    private func tooLong(_ head: HTTPRequest, _ request: APIRequest, _ id: String) -> RemoteError? {
        let length = address.scheme.utf8.count + 3 + address.authority.utf8.count + (head.path?.utf8.count ?? 0)
        guard length > ServiceLimits.urlLength else { return nil }
        return RemoteError(
            .tooLarge, message: "its URL has \(length) bytes and the service takes \(ServiceLimits.urlLength)",
            attempted: request.attempted, remedy: "List by POST, or name fewer records and fields.", requestID: id)
    }
}

extension Attempt {
    /// Whether the same request may be sent again: at once, or when it is known what became of it.
    fileprivate var mayComeAgain: Bool {
        switch self {
        case .notApplied, .unknown: true
        case .applied, .rejected, .fatal: false
        }
    }
}
