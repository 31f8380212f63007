/// What a run does when the service refuses a row. Open, since strategies may be added.
public struct ErrorStrategy: RawRepresentable, Sendable, Hashable {
    /// The strategy as settings name it, such as `continue`.
    public let rawValue: String
    /// Makes a strategy of its name; one that a run does not know is treated as ``stop``.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Finish what is in flight, find the bad rows of the chunk that was refused, and start nothing new. The default.
    public static let stop = ErrorStrategy(rawValue: "stop")
    /// Find the bad rows, write all their neighbours, and go on; the report names every row that failed.
    public static let `continue` = ErrorStrategy(rawValue: "continue")
    /// Start nothing new, and undo what the run did, the newest first, so that all of it is done or nothing is. Needs a journal,
    /// and reads what it changes or deletes before the first write of it.
    public static let rollback = ErrorStrategy(rawValue: "rollback")
}
