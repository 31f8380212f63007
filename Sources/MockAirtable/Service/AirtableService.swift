import HTTPTypes
import JSONText
import TableModel

/// The service as a pure machine: it is told each request and the time, and says what becomes of it.
///
///     var service = AirtableService(configuration: ServiceConfiguration())
///     let reply = service.handle(ServiceRequest(request, body: []), at: now)
///
/// It never waits, asks for the time or touches the network; ``MockService`` is its shell. What it does is described in
/// airtable-api.md; what is not known of the real service is a switch of ``ServiceConfiguration``.
///
/// A request is decided in this order: the length of its address (414), a malformed base id (404), the token (401), the
/// rate and the month's calls (429, counted from here on), what the token may do (403), the address (404), the body
/// (400, 413, 422), the fields, the values, the records.
public struct AirtableService: Sendable {
    let configuration: ServiceConfiguration
    var state: ServiceState
    var ids: IDGenerator
    var lists = RunningLists()
    private(set) var limits = CallLimits()
    private var faults: FaultDeck
    private var latencies: LatencyDice
    private(set) var log: RequestLog
    private var lateRequests: [LateRequest] = []

    /// A request whose connection was dropped and which is carried out later.
    private struct LateRequest: Sendable {
        var due: ServiceInstant
        var call: Call
    }

    /// Makes a service that has no base yet.
    public init(configuration: ServiceConfiguration = ServiceConfiguration()) {
        self.configuration = configuration
        state = ServiceState(recordsChanges: configuration.recordsChanges)
        ids = IDGenerator(seed: configuration.seed)
        faults = FaultDeck(configuration.faults)
        latencies = LatencyDice(configuration.latency)
        log = RequestLog(capacity: configuration.logCapacity)
    }

    /// Takes a request that is received at `now`, counts it at that instant, and says how it ends.
    ///
    /// Late writes that are due by `now` are carried out first. Time must not run backwards between calls.
    public mutating func handle(_ request: ServiceRequest, at now: ServiceInstant) -> ServiceReply {
        applyLateRequests(until: now)
        let incoming = IncomingRequest(request, limits: configuration.sizes)
        let fault = faults.next(index: log.nextIndex, verb: incoming.verb)
        var entry = RequestLogEntry(
            index: log.nextIndex, received: now, method: request.method, path: request.path, verb: incoming.verb,
            recordCount: incoming.recordCount)
        let reply: ServiceReply
        if fault == .refuse {
            entry.outcome = .fault(.refuse)
            reply = ServiceReply(.refused)
        } else {
            do {
                let call = try admit(incoming, at: now)
                reply = carryOut(call, fault: fault, entry: &entry)
            } catch {
                entry.outcome = error.status == 429 ? .rateLimited : .answered(status: error.status)
                reply = ServiceReply(Self.failureAnswer(error, at: now))
            }
        }
        log.append(entry)
        return reply
    }

    /// The latencies of the next request, for the shell to wait.
    public mutating func nextLatency() -> RequestLatency { latencies.next() }

    /// Carries out the late writes that are due by `now`; ``handle(_:at:)`` does it by itself.
    public mutating func applyLateRequests(until now: ServiceInstant) {
        while let index = lateRequests.indices.min(by: { lateRequests[$0].due < lateRequests[$1].due }),
            lateRequests[index].due <= now
        {
            let late = lateRequests.remove(at: index)
            var call = late.call
            call.now = late.due
            // Nobody is there to be told how it went.
            _ = execute(call, fault: nil)
        }
    }

    /// When the last of the late writes is due; nil if there are none.
    public var lastLateRequest: ServiceInstant? { lateRequests.map(\.due).max() }

    /// Lets every running list expire at once, as a restart of the real service does.
    public mutating func expireIterators() { lists.killAll() }

    /// The changes since the last call, for a store. See ``ServiceChange``.
    mutating func takeChanges() -> [ServiceChange] { state.takeChanges() }

    /// Takes a change from a store, without remembering it for ``takeChanges()``.
    mutating func restore(_ change: ServiceChange) { state.apply(change) }

    // MARK: - The way of a request

    private mutating func admit(_ request: IncomingRequest, at now: ServiceInstant) throws(ServiceFailure) -> Call {
        if request.isAddressTooLong { throw .addressTooLong }
        if request.route == .malformedBase { throw .notFound }
        let token = try token(request.bearerToken)
        try limits.admit(
            user: token.userID, base: request.route.base, isMeta: request.route.isMeta, at: now,
            options: configuration.rate)
        return Call(request: request, token: token, now: now)
    }

    private func token(_ secret: String?) throws(ServiceFailure) -> ServiceToken {
        guard let secret else { throw .authenticationRequired }
        guard let tokens = configuration.access.tokens else { return ServiceToken(secret) }
        guard let token = tokens.first(where: { ExactText.areEqual($0.secret, secret) }) else {
            throw .authenticationRequired
        }
        return token
    }

    private mutating func carryOut(_ call: Call, fault: Fault?, entry: inout RequestLogEntry) -> ServiceReply {
        var delay = Duration.zero
        let ending: ServiceReply.Ending
        switch fault {
        case .status(let status, let applied):
            if applied { _ = execute(call, fault: nil) }
            ending = Self.failureAnswer(status.failure, at: call.now)
        case .appliedThenLost:
            _ = execute(call, fault: nil)
            ending = .lost
        case .droppedNotApplied:
            ending = .lost
        case .appliedLate(let after):
            lateRequests.append(LateRequest(due: call.now + after, call: call))
            ending = .lost
        case .cutAnswer:
            let (head, body) = Self.answer(execute(call, fault: nil), at: call.now)
            ending = .answer(head, Array(body.prefix(body.count / 2)))
        case .emptyAnswer:
            _ = execute(call, fault: nil)
            ending = .answer(AnswerHead.head(status: 200, at: call.now), [])
        case .slow(let extra):
            delay = extra
            let (head, body) = Self.answer(execute(call, fault: nil), at: call.now)
            ending = .answer(head, body)
        case .refuse, .iteratorDeath, .repeatedOffset, nil:
            let (head, body) = Self.answer(execute(call, fault: fault), at: call.now)
            ending = .answer(head, body)
        }
        switch (fault, ending) {
        case (nil, .answer(let head, _)): entry.outcome = .answered(status: head.status.code)
        case (let fault?, _): entry.outcome = .fault(fault)
        case (nil, .refused), (nil, .lost): break
        }
        return ServiceReply(ending, delay: delay)
    }

    // Static: a method would be given a copy of the machine from before the request, and the request would then copy
    // the table that it changes.
    private static func answer(
        _ result: Result<JSONValue, ServiceFailure>, at now: ServiceInstant
    ) -> (HTTPResponse, [UInt8]) {
        switch result {
        case .success(let body): (AnswerHead.head(status: 200, at: now), body.bytes)
        case .failure(let failure): (AnswerHead.head(of: failure, at: now), failure.bytes)
        }
    }

    private static func failureAnswer(_ failure: ServiceFailure, at now: ServiceInstant) -> ServiceReply.Ending {
        .answer(AnswerHead.head(of: failure, at: now), failure.bytes)
    }
}
