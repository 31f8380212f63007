import Locking

/// Counts the requests of a run as they go to the table, and keeps them within what the run may send.
final class RequestMeter: Sendable {
    /// How many requests may go; nil for any number.
    let limit: Int?
    private let count = Guarded(0)

    init(limit: Int?) { self.limit = limit.map { max($0, 0) } }

    /// Requests that went so far, those included that wait for the pace.
    var requests: Int { count.withLock { $0 } }

    /// Takes leave for one request; false if there is none left.
    func take() -> Bool {
        count.withLock { count in
            guard count < limit ?? .max else { return false }
            count += 1
            return true
        }
    }

    /// Gives back the leave for a request that was withdrawn before it left.
    func giveBack() { count.withLock { $0 -= 1 } }
}
