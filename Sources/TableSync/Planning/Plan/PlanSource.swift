/// The rows that a plan was made from.
public struct PlanSource: Sendable, Hashable {
    /// What messages call the source, such as a path as the user gave it.
    public let name: String
    /// The SHA-256 of the source's bytes in hexadecimal digits; nil if it is no file.
    public let digest: String?
    /// Where the file is, wherever a process works; nil if the source is no file.
    public let path: String?

    /// Names a source.
    public init(name: String, digest: String? = nil, path: String? = nil) {
        self.name = name
        self.digest = digest
        self.path = path
    }
}
