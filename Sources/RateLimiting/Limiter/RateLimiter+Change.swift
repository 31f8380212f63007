import Locking

extension RateLimiter {
    /// What everything goes through: changes the machine, hands out the permits that this makes possible, and sees to it
    /// that somebody wakes the line up when it is time.
    ///
    /// The files of the bases concerned are read and written while the lock is held, since their content and the machine's
    /// must not part; that takes some fifty microseconds, a few times for each request. Callers are told after unlocking.
    @discardableResult
    func change<Result: Sendable>(
        _ base: BucketKey?, _ body: (inout LimiterMachine, TimePoint) -> Result
    ) -> Result {
        // When it happened; waiting for a lock must not make it later.
        let moment = time.now
        let (result, letters) = state.withLock { state in
            let session = state.begin(base, time)
            let result = body(&state.machine, moment)
            let letters = state.end(session, at: session?.now ?? time.now)
            return (result, letters)
        }
        for letter in letters { letter.mailbox.deliver(letter.signal) }
        return result
    }

    /// Stands at the end of the line.
    func enter(_ request: PermitRequest, _ mailbox: Mailbox) -> WaiterID {
        let (id, letters) = state.withLock { state in
            state.lastNumber += 1
            let id = WaiterID(number: state.lastNumber)
            state.mailboxes[id] = mailbox
            state.machine.enqueue(id, request)
            let session = state.begin(request.base, time)
            return (id, state.end(session, at: session?.now ?? time.now))
        }
        for letter in letters { letter.mailbox.deliver(letter.signal) }
        return id
    }

    /// Leaves the line, wherever in it; nothing happens if the permit was already given.
    func leave(_ id: WaiterID, _ request: PermitRequest) {
        let letters = state.withLock { state -> [Letter] in
            guard state.machine.cancel(id, request), let mailbox = state.mailboxes.removeValue(forKey: id) else {
                return []
            }
            if state.timekeeper == id { state.timekeeper = nil }
            let session = state.begin(request.base, time)
            return [Letter(mailbox: mailbox, signal: .cancelled)] + state.end(session, at: session?.now ?? time.now)
        }
        for letter in letters { letter.mailbox.deliver(letter.signal) }
    }

    struct Letter {
        var mailbox: Mailbox
        var signal: Mailbox.Signal
    }
}

extension RateLimiter.State {
    /// Reads what other processes have written about this base and those that somebody waits for.
    fileprivate mutating func begin(_ base: BucketKey?, _ time: any TimeSource) -> StateSharing.Session? {
        var keys = machine.busyBases
        if let base { keys.insert(base) }
        return sharing?.begin(keys, &machine, time: time)
    }

    /// Gives out what permits there are, writes it down, and says whom to tell.
    fileprivate mutating func end(_ session: StateSharing.Session?, at now: TimePoint) -> [RateLimiter.Letter] {
        let actions = machine.advance(at: now, unreachable: session?.unreachable ?? [])
        if let session { sharing?.end(session, &machine) }

        var letters: [RateLimiter.Letter] = []
        for id in actions.granted {
            if timekeeper == id { timekeeper = nil }
            if let mailbox = mailboxes.removeValue(forKey: id) {
                letters.append(RateLimiter.Letter(mailbox: mailbox, signal: .granted))
            }
        }
        if let wake, wake <= now { self.wake = nil }
        guard let next = actions.wake else { return letters }
        // Waking up too early costs a look; so only an earlier moment, or a new timekeeper, is worth telling.
        let isNew = timekeeper == nil
        if isNew || wake == nil || next < wake ?? next {
            // Who came last will be in the line longest.
            if isNew { timekeeper = mailboxes.keys.max() }
            wake = isNew ? next : min(wake ?? next, next)
            if let timekeeper, let mailbox = mailboxes[timekeeper] {
                letters.append(RateLimiter.Letter(mailbox: mailbox, signal: .keepTime))
            }
        }
        return letters
    }
}

extension RateLimiter {
    static func request(host: String, base: String?, token: String, kind: RequestKind) -> PermitRequest {
        var hasher = Hasher()
        hasher.combine(token)
        let baseKey = kind == .account ? nil : base.map { BucketKey.base(host: host, base: $0) }
        return PermitRequest(base: baseKey, token: .token(host: host, hash: hasher.finalize()), kind: kind)
    }
}
