/// What a bucket has to remember, and what processes that share one tell each other.
struct BucketState: Sendable, Hashable {
    /// The spent tokens, oldest first.
    var slots: [Slot] = []
    var gate = Gate()
    /// Of the continuous bucket only: when it would be full again.
    var full: TimePoint = .origin
    /// Who has requests waiting, and when they last said so.
    var waiting: [SlotOwner: TimePoint] = [:]
}
