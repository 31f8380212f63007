/// Admits so many requests in any rolling second, and after one too many refuses all for the penalty.
///
/// A request counts at the instant it is received; refused ones do not count. An admission leaves the window one second
/// after it was made: of six requests, one second from the first to the last, all are admitted.
struct RateGate: Sendable {
    private var admissions: [ServiceInstant] = []
    private(set) var closedUntil: ServiceInstant?

    init() {}

    /// Whether a request at `now` would be admitted; a refusal starts the penalty.
    mutating func allows(at now: ServiceInstant, limit: Int, options: RateOptions) -> Bool {
        if let closedUntil {
            guard now >= closedUntil else {
                if options.refusalsExtendPenalty { self.closedUntil = now + options.penalty }
                return false
            }
            self.closedUntil = nil
        }
        admissions.removeAll { $0 + options.window <= now }
        guard admissions.count < limit else {
            closedUntil = now + options.penalty
            return false
        }
        return true
    }

    mutating func admit(at now: ServiceInstant) { admissions.append(now) }

    /// Whether the gate has nothing to remember.
    func isIdle(at now: ServiceInstant, window: Duration) -> Bool {
        (closedUntil ?? now) <= now && admissions.allSatisfy { $0 + window <= now }
    }
}
