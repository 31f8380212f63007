/// A bucket of tokens: a pure machine that is told the time.
///
/// A request takes a token; when the token comes back is the whole art. Let *s* be the moment its head goes onto an open
/// connection, *r* the end of its answer and *m* the smallest r−s of the last 30 s among requests of its kind. The service
/// counts the request at some moment between s and r, and as long as the way out does not vary by more than the margin,
/// requests that leave one second and the margin apart are counted at least one second apart. So:
///
/// - answer-based: at min(r−m, s + 2 s) + 1 s + margin. Never before s + 1 s + margin, since m ≤ r−s. An answer that took
///   longer than the quickest of its kind may owe that to the way out, so its token waits as much longer; but not more than
///   two seconds, or one slow answer would stall everything.
///   A *cold* request – no answer of its kind in the 30 s before its head went out – has nothing to be held against, and the
///   first ones do take longer on the way: up to 200 ms of r−s are taken for the way out. For a request that goes by itself
///   an answer of any kind will do: it takes the connection that this answer came on.
/// - strict: at r + 1 s.
/// - at once if nothing went onto a connection, and as late as an answer-based token can be if the answer was lost.
///
/// At a rate that is not whole there are ⌈rate⌉ tokens, each of which stays out for ⌈rate⌉/rate seconds: 2.5 a second are
/// three every 1.2 s. So no second ever holds more than ⌈rate⌉ and the average is exact.
struct Bucket: Sendable {
    /// A request reaches the service within this time, or it is not waited for (design.md 5.1).
    static let latestCount: Duration = .seconds(2)
    /// By so much the way out of a cold request may be longer than that of the next ones. Measured on a busy machine: the
    /// first request to a server on the same machine reached it 25 ms later than the second, more than the margin.
    static let coldAllowance: Duration = .milliseconds(200)
    /// For so long a strict token waits for an answer, and others believe in a permit of ours that does nothing. A time-out is at
    /// least so long (design.md 5.2), so by then hardly anybody still waits for that answer.
    static let longestLease: Duration = .seconds(60)
    /// How often to look whether another process has got its answer.
    static let pollInterval: Duration = .milliseconds(20)
    /// How long a token is left to others who have fewer: they find it within a poll interval.
    static let courtesy: Duration = .milliseconds(25)
    /// For so long others are believed to wait still. They say so whenever they wake, which is mostly every second.
    static let longestWaitSign: Duration = .seconds(3)

    let refill: Pacing.Refill
    let fullRate: Double
    let baseMargin: Duration
    /// Whose tokens we hear about; of any other owner's only when the state is read again.
    let owner: SlotOwner
    var state = BucketState()
    private(set) var latencies = LatencyWindow()
    /// When the last token came back.
    private var lastReturn: TimePoint = .origin

    init(refill: Pacing.Refill, rate: Double, margin: Duration, owner: SlotOwner) {
        self.refill = refill
        self.fullRate = rate
        self.baseMargin = margin
        self.owner = owner
    }

    /// When a further token can be taken.
    enum Opening: Equatable {
        case now
        /// Not before that moment; then it is worth asking again.
        case at(TimePoint)
        /// As soon as one of the permits that are out is used or given back.
        case whenToldMore
    }

    // MARK: What happens

    /// Forgets the tokens that have come back.
    mutating func expire(at now: TimePoint) {
        var remaining: [Slot] = []
        for slot in state.slots {
            let back = latestReturn(of: slot, at: now)
            if back > now { remaining.append(slot) } else { lastReturn = max(lastReturn, back) }
        }
        state.slots = remaining
        for (other, moment) in state.waiting where now - moment > Self.longestWaitSign { state.waiting[other] = nil }
    }

    /// Says when a token can be taken. Call ``expire(at:)`` first.
    func opening(at now: TimePoint) -> Opening {
        if let closed = state.gate.closedUntil(at: now) { return .at(closed) }
        switch refill {
        case .none:
            return .now
        case .continuous:
            // Full again at `full`: then all `capacity` tokens are there. One is there when it is at most
            // `capacity - 1` tokens from that.
            let rate = rate(at: now)
            let earliest = state.full - .seconds((capacity(at: now) - 1) / rate)
            return earliest <= now ? .now : .at(earliest)
        case .answerBased, .strict:
            let missing = state.slots.count - Int(capacity(at: now)) + 1
            if missing <= 0 { return hasItsShare(at: now) ? .at(lastReturn + Self.courtesy) : .now }
            let looks = state.slots.compactMap { nextLook(at: $0, now: now) }.sorted()
            // After a refusal the rate grows, and with it sooner or later the number of tokens.
            let moments = [looks.dropFirst(missing - 1).first, state.gate.nextStep(after: now, full: fullRate)]
            return moments.compactMap { $0 }.min().map { .at($0) } ?? .whenToldMore
        }
    }

    /// Spends a token.
    mutating func take(_ id: Slot.ID, at now: TimePoint) {
        switch refill {
        case .none: break
        case .continuous: state.full = max(state.full, now) + .seconds(1 / rate(at: now))
        case .answerBased, .strict: set(id, .leased(since: now))
        }
    }

    /// The head of the request went onto an open connection.
    mutating func headSent(_ id: Slot.ID, at now: TimePoint) {
        guard countsSlots else { return }
        set(id, .sent(now))
    }

    /// Nothing went onto a connection: the token is back at once.
    mutating func giveBack(_ id: Slot.ID, at now: TimePoint) {
        if refill == .continuous { state.full = state.full - .seconds(1 / rate(at: now)) }
        state.slots.removeAll { $0.id == id }
    }

    /// The service answered the request whose head went out at `head`.
    ///
    /// - Parameter byItself: Whether no other request of ours was under way when the head went out.
    mutating func answered(
        _ id: Slot.ID, head: TimePoint, kind: RequestKind, byItself: Bool = false, at now: TimePoint
    ) {
        let isCold = !latencies.knows(byItself ? nil : kind, before: head, at: now)
        let quickest = latencies.note(now - head, of: kind, at: now)
        if refill == .strict { return settle(id, now + hold(at: now), now) }
        let counted = min(now - quickest, head + Self.latestCount)
        let countedCold = isCold ? min(now, head + Self.coldAllowance) : head
        settle(id, max(counted, countedCold) + spacing(at: now), now)
    }

    /// The service refused the request since there were too many.
    mutating func refused(_ id: Slot.ID, head: TimePoint, retryAfter: Duration?, at now: TimePoint) {
        // A refusal is quicker than an answer of its kind, so it says nothing about how long those take.
        settle(id, lostReturn(head: head, at: now), now)
        state.gate.refused(at: now, retryAfter: retryAfter, spread: latencies.spread(at: now))
    }

    /// Nobody knows what became of the request whose head went out at `head`.
    mutating func lost(_ id: Slot.ID, head: TimePoint, at now: TimePoint) {
        settle(id, lostReturn(head: head, at: now), now)
    }

    // MARK: Rates and times

    /// Requests a second that go out at `now`.
    func rate(at now: TimePoint) -> Double { state.gate.rate(at: now, full: fullRate) }

    /// How many tokens there are at `now`.
    func capacity(at now: TimePoint) -> Double { rate(at: now).rounded(.up) }

    /// How long a token stays out after its request was counted: 1 s at a whole rate.
    func hold(at now: TimePoint) -> Duration {
        let rate = rate(at: now)
        let capacity = rate.rounded(.up)
        return .nanoseconds(Int64((capacity / rate * 1e9).rounded(.up)))
    }

    /// The same with the margin.
    func spacing(at now: TimePoint) -> Duration {
        hold(at: now) + state.gate.margin(at: now, base: baseMargin)
    }

    /// When a token comes back whose request may have been counted but will never be heard of.
    func lostReturn(head: TimePoint, at now: TimePoint) -> TimePoint {
        let counted = refill == .strict ? max(now, head + Self.latestCount) : head + Self.latestCount
        return counted + spacing(at: now)
    }

    /// When the token is back at the latest if nothing more is heard.
    func latestReturn(of slot: Slot, at now: TimePoint) -> TimePoint {
        switch slot.state {
        case .returning(let moment): moment
        case .sent(let head):
            refill == .strict ? head + Self.longestLease + hold(at: now) : head + Self.latestCount + spacing(at: now)
        // Our own permits end by themselves: their scope gives them back.
        case .leased(let since): slot.id.owner == owner ? now + Self.longestLease : since + Self.longestLease
        }
    }

    /// Whether tokens are counted one by one.
    var countsSlots: Bool { refill == .answerBased || refill == .strict }

    // MARK: Private

    /// Whether we have as many tokens as we should while other processes wait, and they have not had the time to take this one.
    ///
    /// Without this a process that knows its answers first would always be first, and another could wait for the whole of its run.
    private func hasItsShare(at now: TimePoint) -> Bool {
        let others = state.waiting.keys.lazy.filter { $0 != owner }.count
        guard others > 0, now < lastReturn + Self.courtesy else { return false }
        let mine = state.slots.lazy.filter { $0.id.owner == owner }.count
        return Double(mine) >= (capacity(at: now) / Double(others + 1)).rounded(.up)
    }

    /// When the token may be found to be back; nil if we shall be told.
    private func nextLook(at slot: Slot, now: TimePoint) -> TimePoint? {
        switch slot.state {
        case .returning(let moment): return moment
        case .leased where slot.id.owner == owner: return nil
        case .leased: return now + Self.pollInterval
        case .sent(let head):
            let latest = latestReturn(of: slot, at: now)
            if slot.id.owner == owner { return latest }
            // Another process need not tell us; before this moment its token cannot be back.
            let earliest = head + hold(at: now) + (refill == .strict ? .zero : baseMargin)
            return min(latest, max(now + Self.pollInterval, earliest))
        }
    }

    private mutating func set(_ id: Slot.ID, _ new: Slot.State) {
        if let index = state.slots.firstIndex(where: { $0.id == id }) {
            state.slots[index].state = new
        } else {
            state.slots.append(Slot(id: id, state: new))
        }
    }

    /// The token comes back at `moment`. It is noted even if the token was already back: an answer that comes after the
    /// longest wait of a strict token still counts.
    private mutating func settle(_ id: Slot.ID, _ moment: TimePoint, _ now: TimePoint) {
        guard countsSlots else { return }
        if moment > now { set(id, .returning(moment)) } else { state.slots.removeAll { $0.id == id } }
    }
}
