import Locking

/// Gives leave to send requests, one permit each, so that no more reach the service than it allows.
///
/// A permit is taken from the bucket of the base and the bucket of the token together, or not at all. Requests to one base get
/// theirs in order of arrival; a base never waits for another one. ``Pacing`` says when a spent token comes back.
///
/// With a `stateDirectory` the pace of each base is shared with all processes of this machine that name the same one, and a
/// restart remembers it. Order of arrival then holds within each process. The limit per token is kept by each process
/// for itself: it takes ten bases at once to reach it.
///
/// One limiter serves any number of tasks; use a single one for everything that talks to the service.
///
///     let limiter = RateLimiter(stateDirectory: "/home/me/.local/state/tablesync")
///     let status = try await limiter.withPermit(host: "api.airtable.com", base: base, token: token, kind: .read) { permit in
///         permit.headSent()
///         let status = await send(request)
///         permit.answerEnded(.counted)
///         return status
///     }
public final class RateLimiter: Sendable {
    struct State: Sendable {
        var machine: LimiterMachine
        /// Where those who wait hear of their permit.
        var mailboxes: [WaiterID: Mailbox] = [:]
        /// The one who sleeps for all, until `wake`.
        var timekeeper: WaiterID?
        var wake: TimePoint?
        var lastNumber: UInt64 = 0
        var sharing: StateSharing?
    }

    let time: any TimeSource
    let state: Guarded<State>

    /// Makes a limiter that knows of no requests yet, or of those that `stateDirectory` tells.
    ///
    /// - Parameters:
    ///   - pacing: When a spent token comes back, and how many there are.
    ///   - stateDirectory: A folder for one small file for each base, made on first use for this user alone; nil to pace this
    ///     process alone.
    ///   - time: Where the time comes from; its moments must be those of the other processes.
    public convenience init(
        pacing: Pacing = .answerBased, stateDirectory: String? = nil, time: any TimeSource = SystemTime()
    ) {
        self.init(pacing: pacing, stateDirectory: stateDirectory, time: time, processes: .system)
    }

    init(pacing: Pacing, stateDirectory: String?, time: any TimeSource, processes: ProcessTable) {
        self.time = time
        let limiter = UInt64.random(in: 1 ... .max)
        let owner = SlotOwner(process: processes.process, started: processes.started, limiter: limiter)
        // Without a pace there is nothing to share.
        let sharing =
            pacing.refill == .none
            ? nil
            : stateDirectory.map { path in
                StateSharing(directory: StateDirectory(path: path, boot: processes.boot), isAlive: processes.isAlive)
            }
        state = Guarded(State(machine: LimiterMachine(pacing: pacing, owner: owner), sharing: sharing))
    }

    /// Waits for leave to send one request, and sends it in `body`.
    ///
    /// - Parameters:
    ///   - host: The service's host; its limits are counted for each host apart.
    ///   - base: The base's id; nil if the request is bound to none.
    ///   - token: The access token. Only a hash of it is kept, in memory.
    ///   - kind: What the request does; one of kind `.account` draws on no base's bucket.
    ///   - body: Sends the request once and tells the permit of its way. The request must have ended when it returns.
    /// - Throws: `CancellationError` if the task is cancelled before `body` begins; that costs nobody anything. From then
    ///   on cancellation is the business of `body`.
    public func withPermit<Result: Sendable>(
        host: String, base: String?, token: String, kind: RequestKind, _ body: (Permit) async -> Result
    ) async throws(CancellationError) -> Result {
        let request = Self.request(host: host, base: base, token: token, kind: kind)
        let id = try await acquire(request)
        let result = await body(Permit(limiter: self, id: id, base: request.base))
        change(request.base) { machine, now in machine.scopeEnded(id, at: now) }
        return result
    }

    /// How long the pace makes `requests` further requests last: from now until the last of them may go.
    ///
    /// Requests that wait already are among them, those that have their permit are not. Exact as long as answers take no longer
    /// than the quickest and no other process sends to the base; under ``Pacing/strict`` without the latencies. Nil where
    /// nothing paces.
    public func forecast(requests: Int, host: String, base: String?, token: String) -> Duration? {
        let request = Self.request(host: host, base: base, token: token, kind: base == nil ? .account : .read)
        return change(request.base) { machine, now in
            let forecasts = [request.base, request.token].compactMap { $0 }.compactMap { key in
                machine.withBucket(key) { $0.forecast(requests: requests, at: now) }
            }
            return forecasts.max()
        }
    }

    /// Until when a refusal keeps everybody from sending to the base; nil if it is open.
    public func closedUntil(host: String, base: String) -> TimePoint? {
        let key = BucketKey.base(host: host, base: base)
        return change(key) { machine, now in machine.withBucket(key) { $0.state.gate.closedUntil(at: now) } }
    }

    /// The last reason why the pace could not be shared with other processes; nil if it always could, or need not be.
    ///
    /// To be asked after the first request, and shown to the user once.
    public var stateProblem: StateProblem? { state.withLock { $0.sharing?.problem } }

    // MARK: Waiting

    private func acquire(_ request: PermitRequest) async throws(CancellationError) -> WaiterID {
        if Task.isCancelled { throw CancellationError() }
        let mailbox = Mailbox()
        let id = enter(request, mailbox)
        let isGranted = await withTaskCancellationHandler {
            await waitForGrant(id, mailbox)
        } onCancel: {
            leave(id, request)
        }
        guard isGranted else { throw CancellationError() }
        if Task.isCancelled {
            // Cancelled in the moment of the grant: nothing has been sent, so the token goes back whole.
            change(request.base) { machine, now in machine.scopeEnded(id, at: now) }
            throw CancellationError()
        }
        return id
    }

    private func waitForGrant(_ id: WaiterID, _ mailbox: Mailbox) async -> Bool {
        var signal = await mailbox.next()
        while true {
            switch signal {
            case .granted: return true
            case .cancelled: return false
            case .keepTime:
                let wake = state.withLock { $0.timekeeper == id ? $0.wake : nil }
                signal = await keepTime(until: wake, mailbox)
            }
        }
    }

    /// Listens, and meanwhile wakes the line up at `wake`.
    private func keepTime(until wake: TimePoint?, _ mailbox: Mailbox) async -> Mailbox.Signal {
        guard let wake else { return await mailbox.next() }
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await self.time.sleep(until: wake)
                } catch {
                    return
                }
                self.change(nil) { _, _ in }
            }
            let signal = await mailbox.next()
            group.cancelAll()
            return signal
        }
    }
}
