/// The rows that a plan was made from.
public struct PlanSource: Sendable, Hashable {
    /// What messages call the source, such as a path.
    public let name: String
    /// The SHA-256 of the source's bytes in hexadecimal digits; nil if it is no file.
    public let digest: String?

    /// Names a source.
    public init(name: String, digest: String? = nil) {
        self.name = name
        self.digest = digest
    }
}
