/// One spent token: who has it, and when it comes back.
struct Slot: Sendable, Hashable {
    /// Which permit spent it.
    struct ID: Sendable, Hashable {
        var owner: SlotOwner
        /// The owner's own count of its permits.
        var number: UInt64
    }

    enum State: Sendable, Hashable {
        /// The permit is out and its request has not gone onto a connection.
        case leased(since: TimePoint)
        /// The head of the request went onto a connection then; there is no answer yet.
        case sent(TimePoint)
        /// Nothing is open any more: the token comes back at that moment.
        case returning(TimePoint)
    }

    var id: ID
    var state: State
}

/// Who holds a token: one limiter in one process of this machine.
struct SlotOwner: Sendable, Hashable {
    var process: Int32
    /// When that process started, as the system writes it: process numbers are used again.
    var started: UInt64
    /// Tells the limiters of one process apart.
    var limiter: UInt64

    /// The owner of tokens that nobody can be asked about.
    static let nobody = SlotOwner(process: 0, started: 0, limiter: 0)
}
