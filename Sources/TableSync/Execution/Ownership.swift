import DequeModule
import RateLimiting
import TableModel

/// The records that answers of this run claimed as its own, as far back as a lost create could be taken for one of them.
///
/// A create whose answer was lost is looked for among the records that were created since it was sent. What was claimed
/// before that is none of them; so as many claims are kept as there are rows in flight, however many rows a run has.
struct Ownership {
    /// How long before the sending of a lost create a claim still counts: creation times are whole seconds, and the
    /// service's clock is known to a second and the time that an answer takes.
    private static let blur: Duration = .seconds(5)

    private var claims: Deque<(id: RecordID, at: TimePoint)> = []
    private var claimed: Set<RecordID> = []

    /// How many claims are kept.
    var count: Int { claims.count }

    func holds(_ id: RecordID) -> Bool { claimed.contains(id) }

    /// An answer that came at `now`, no earlier than any before, claims the record.
    mutating func claim(_ id: RecordID, at now: TimePoint) {
        guard claimed.insert(id).inserted else { return }
        claims.append((id, now))
    }

    /// No create that was sent before `time` will be looked for any more.
    mutating func forgetClaims(before time: TimePoint) {
        while let oldest = claims.first, oldest.at < time - Self.blur {
            claimed.remove(oldest.id)
            claims.removeFirst()
        }
    }
}
