/// The folder that keeps what outlives a run cannot be used.
public struct StateFolderProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The folder or file.
    public let path: String
    /// The system's words.
    public let reason: String

    public var description: String { "\(path) cannot be written: \(reason). Mend that, or name another state folder." }
}
