import TableModel

/// The rate gates of all bases and users, and the month's calls.
///
/// Only authenticated requests are counted: a request without a valid token is turned away before it. A request has to
/// pass the user's gate and then the base's; it counts with both or with neither.
struct CallLimits: Sendable {
    private var users: [String: RateGate] = [:]
    private var bases: [BaseID: RateGate] = [:]
    private var month: Month?
    private(set) var callsThisMonth = 0

    private struct Month: Hashable {
        var year: Int
        var month: Int
    }

    /// Gates are looked through for idle ones when there are so many.
    private static let gatesBeforeCleaning = 256

    /// Counts a call of `user` on `base` (nil: on no base) or throws the 429.
    mutating func admit(
        user: String, base: BaseID?, isMeta: Bool, at now: ServiceInstant, options: RateOptions
    ) throws(ServiceFailure) {
        countCall(at: now)
        if options.isEnforced {
            dropIdleGates(at: now, window: options.window)
            var isAllowed = users[user, default: RateGate()]
                .allows(at: now, limit: options.requestsPerUser, options: options)
            if isAllowed, let base {
                isAllowed = bases[base, default: RateGate()]
                    .allows(at: now, limit: options.requestsPerBase, options: options)
            }
            guard isAllowed else { throw .rateLimited(options.refusalShape, retryAfter: options.retryAfter) }
            users[user]?.admit(at: now)
            if let base { bases[base]?.admit(at: now) }
        }
        if let quota = options.callsPerMonth, callsThisMonth > quota, !isMeta { throw .quotaExceeded }
    }

    /// Until when the base refuses everything; nil if it does not.
    func closedUntil(_ base: BaseID) -> ServiceInstant? { bases[base]?.closedUntil }

    private mutating func countCall(at now: ServiceInstant) {
        let date = now.civilDate
        let current = Month(year: date.year, month: date.month)
        if month != current {
            month = current
            callsThisMonth = 0
        }
        callsThisMonth += 1
    }

    private mutating func dropIdleGates(at now: ServiceInstant, window: Duration) {
        if users.count >= Self.gatesBeforeCleaning {
            users = users.filter { !$0.value.isIdle(at: now, window: window) }
        }
        if bases.count >= Self.gatesBeforeCleaning {
            bases = bases.filter { !$0.value.isIdle(at: now, window: window) }
        }
    }
}
