import DequeModule
import RateLimiting
import TableModel

/// The records that answers of this run claimed as its own lately.
///
/// A create whose answer was lost is looked for among the records that nobody claimed; a few minutes are enough, since it
/// is looked for half a minute after it was sent.
struct Ownership {
    private static let memory: Duration = .seconds(600)

    private var claims: Deque<(id: RecordID, at: TimePoint)> = []
    private var claimed: Set<RecordID> = []

    mutating func claim(_ id: RecordID, at now: TimePoint) {
        guard claimed.insert(id).inserted else { return }
        claims.append((id, now))
        while let oldest = claims.first, oldest.at < now - Self.memory {
            claimed.remove(oldest.id)
            claims.removeFirst()
        }
    }

    func holds(_ id: RecordID) -> Bool { claimed.contains(id) }
}
