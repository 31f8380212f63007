/// The folder that keeps what outlives a run cannot be used.
public struct StateFolderProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The folder or file.
    public let path: String
    /// The system's words.
    public let reason: String
    /// Whether it could not be read; otherwise it could not be written.
    public let isRead: Bool

    init(path: String, reason: String, isRead: Bool = false) {
        self.path = path
        self.reason = reason
        self.isRead = isRead
    }

    public var description: String {
        "\(path) cannot be \(isRead ? "read" : "written"): \(reason). Mend that, or name another state folder."
    }
}
