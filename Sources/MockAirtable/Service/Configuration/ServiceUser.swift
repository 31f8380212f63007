/// A person who uses the service: the owner of a token, or a collaborator of the bases.
public struct ServiceUser: Sendable, Hashable {
    /// `usr` and 14 letters or digits.
    public var id: String
    public var email: String
    public var name: String

    /// - Parameter name: Nil for what stands before the `@` of the address.
    public init(id: String, email: String, name: String? = nil) {
        self.id = id
        self.email = email
        self.name = name ?? String(email.prefix { $0 != "@" })
    }
}
