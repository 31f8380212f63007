/// Which bucket: one for each base and one for each token, at a host.
enum BucketKey: Sendable, Hashable {
    case base(host: String, base: String)
    /// Of the token only a hash is kept, which is another one in every process.
    case token(host: String, hash: Int)
}

/// Who waits, in order of arrival.
struct WaiterID: Sendable, Hashable, Comparable {
    var number: UInt64
    static func < (left: WaiterID, right: WaiterID) -> Bool { left.number < right.number }
}

/// What a request needs: a token of each of these buckets, or none at all.
struct PermitRequest: Sendable, Hashable {
    /// The bucket of the base; nil for requests that are bound to no base.
    var base: BucketKey?
    var token: BucketKey
    var kind: RequestKind

    /// Requests with the same lane are served strictly in order.
    var lane: BucketKey { base ?? token }
}

/// The whole limiter as a pure machine: who waits, who has a permit, and the buckets that both draw on.
///
/// Requests of one lane (a base) are served in order of arrival; of the first in each lane that can go, the one that came
/// first goes first. So a lane never waits for another lane's bucket, and nobody starves: the first of a lane is passed only by
/// requests that do not take what it waits for, or that came before it.
struct LimiterMachine: Sendable {
    /// What has to be done after each change.
    struct Actions: Equatable {
        /// These may go now.
        var granted: [WaiterID] = []
        /// When to come back with ``advance(at:unreachable:)``; nil if nobody waits for a moment.
        var wake: TimePoint?
    }

    /// A permit that is out.
    private struct Lease: Sendable {
        var request: PermitRequest
        var head: TimePoint?
        /// Whether no other permit was out when the head went onto a connection.
        var wentByItself = false
        var isSettled = false
    }

    private struct Waiter: Sendable {
        var id: WaiterID
        var request: PermitRequest
    }

    let pacing: Pacing
    let owner: SlotOwner
    private var buckets: [BucketKey: Bucket] = [:]
    private var lanes: [BucketKey: [Waiter]] = [:]
    private var leases: [UInt64: Lease] = [:]

    init(pacing: Pacing, owner: SlotOwner) {
        self.pacing = pacing
        self.owner = owner
    }

    // MARK: Waiting

    mutating func enqueue(_ id: WaiterID, _ request: PermitRequest) {
        lanes[request.lane, default: []].append(Waiter(id: id, request: request))
    }

    /// Takes somebody out of the line; false if they are not in it, so they already had their permit.
    mutating func cancel(_ id: WaiterID, _ request: PermitRequest) -> Bool {
        guard let index = lanes[request.lane]?.firstIndex(where: { $0.id == id }) else { return false }
        lanes[request.lane]?.remove(at: index)
        if lanes[request.lane]?.isEmpty == true { lanes[request.lane] = nil }
        return true
    }

    /// Everybody who waits, first come first.
    var waiting: [WaiterID] { lanes.values.flatMap { $0.map(\.id) }.sorted() }

    /// The bases somebody waits for.
    var busyBases: Set<BucketKey> { Set(lanes.keys.filter(\.isBase)) }

    /// Gives permits to all who can have one, in order.
    ///
    /// - Parameter unreachable: Bases whose state cannot be read at the moment; nobody gets a permit for them.
    mutating func advance(at now: TimePoint, unreachable: Set<BucketKey> = []) -> Actions {
        var actions = Actions()
        var blocked: Set<BucketKey> = []
        while let waiter = firstInLine(except: blocked) {
            let openings = [waiter.request.base, waiter.request.token].compactMap { key -> Bucket.Opening? in
                guard let key else { return nil }
                if unreachable.contains(key) { return .at(now + Bucket.pollInterval) }
                return withBucket(key) { bucket in
                    bucket.expire(at: now)
                    return bucket.opening(at: now)
                }
            }
            if openings.allSatisfy({ $0 == .now }) {
                grant(waiter, at: now)
                actions.granted.append(waiter.id)
            } else {
                blocked.insert(waiter.request.lane)
                // If one of the two cannot tell yet, being told will bring us back here.
                if !openings.contains(.whenToldMore) {
                    let moments = openings.compactMap { if case .at(let moment) = $0 { moment } else { nil } }
                    if let moment = moments.max() { actions.wake = min(actions.wake ?? moment, moment) }
                }
            }
        }
        return actions
    }

    // MARK: Permits

    /// The head of a permit's request went onto a connection.
    mutating func headSent(_ permit: WaiterID, at now: TimePoint) {
        guard let lease = leases[permit.number], lease.head == nil, !lease.isSettled else { return }
        let isByItself = leases.allSatisfy { $0.key == permit.number || $0.value.isSettled }
        leases[permit.number]?.head = now
        leases[permit.number]?.wentByItself = isByItself
        let slot = slot(permit)
        eachBucket(of: lease.request) { bucket, _ in bucket.headSent(slot, at: now) }
    }

    /// The request of a permit has come to its end.
    mutating func answerEnded(_ permit: WaiterID, _ answer: PermitAnswer, at now: TimePoint) {
        guard let lease = leases[permit.number], !lease.isSettled else { return }
        leases[permit.number]?.isSettled = true
        settle(permit, lease, answer, at: now)
    }

    /// The permit's scope has ended: what was not said will not be said.
    mutating func scopeEnded(_ permit: WaiterID, at now: TimePoint) {
        guard let lease = leases.removeValue(forKey: permit.number), !lease.isSettled else { return }
        if lease.head == nil {
            let slot = slot(permit)
            eachBucket(of: lease.request) { bucket, _ in bucket.giveBack(slot, at: now) }
        } else {
            settle(permit, lease, .lost, at: now)
        }
    }

    // MARK: Buckets

    /// Reads or changes a bucket, which is made if it is new.
    mutating func withBucket<Result>(_ key: BucketKey, _ body: (inout Bucket) -> Result) -> Result {
        let rate = key.isBase ? pacing.requestsPerSecond : pacing.requestsPerSecondPerToken
        return body(
            &buckets[key, default: Bucket(refill: pacing.refill, rate: rate, margin: pacing.margin, owner: owner)])
    }

    // MARK: Private

    private func firstInLine(except blocked: Set<BucketKey>) -> Waiter? {
        lanes.lazy.filter { !blocked.contains($0.key) }.compactMap(\.value.first).min { $0.id < $1.id }
    }

    private mutating func grant(_ waiter: Waiter, at now: TimePoint) {
        lanes[waiter.request.lane]?.removeFirst()
        if lanes[waiter.request.lane]?.isEmpty == true { lanes[waiter.request.lane] = nil }
        leases[waiter.id.number] = Lease(request: waiter.request)
        let slot = slot(waiter.id)
        eachBucket(of: waiter.request) { bucket, _ in bucket.take(slot, at: now) }
    }

    private mutating func settle(_ permit: WaiterID, _ lease: Lease, _ answer: PermitAnswer, at now: TimePoint) {
        let slot = slot(permit)
        // An answer without a head: it went out at some moment up to now, so it is counted from now and teaches nothing.
        guard let head = lease.head else {
            eachBucket(of: lease.request) { bucket, isInnermost in
                if case .refused(let retryAfter) = answer, isInnermost {
                    bucket.refused(slot, head: now, retryAfter: retryAfter, at: now)
                } else {
                    bucket.lost(slot, head: now, at: now)
                }
            }
            return
        }
        eachBucket(of: lease.request) { bucket, isInnermost in
            switch answer {
            case .counted:
                bucket.answered(
                    slot, head: head, kind: lease.request.kind, byItself: lease.wentByItself, at: now)
            case .lost: bucket.lost(slot, head: head, at: now)
            case .refused(let retryAfter) where isInnermost:
                bucket.refused(slot, head: head, retryAfter: retryAfter, at: now)
            // A base refuses ten times sooner than a token does, so a refusal closes the base alone.
            case .refused: bucket.lost(slot, head: head, at: now)
            }
        }
    }

    private mutating func eachBucket(of request: PermitRequest, _ body: (inout Bucket, _ isInnermost: Bool) -> Void) {
        if let base = request.base { withBucket(base) { body(&$0, true) } }
        withBucket(request.token) { body(&$0, request.base == nil) }
    }

    private func slot(_ id: WaiterID) -> Slot.ID { Slot.ID(owner: owner, number: id.number) }
}

extension BucketKey {
    var isBase: Bool { if case .base = self { true } else { false } }
}
