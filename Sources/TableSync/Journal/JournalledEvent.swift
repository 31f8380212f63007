public import FoundationEssentials

/// An event of a run as its journal keeps it.
public struct JournalledEvent: Sendable, Hashable {
    /// Its number; of two events of a journal the later one has the higher.
    public let number: Int64
    /// When it was written down, by this machine's clock.
    public let date: Date
    /// What happened. Of answers, the cells that an undo needs; pre-images are kept apart.
    public let event: RunEvent
}
