/// A person who uses the service: the owner of a token, or a collaborator of the bases.
public struct ServiceUser: Sendable, Hashable {
    /// `usr` and 14 letters or digits.
    public var id: String
    /// The address, which also stands for the user where a collaborator is written.
    public var email: String
    /// What people call the user.
    public var name: String

    /// Makes a user.
    ///
    /// - Parameter name: Nil for what stands before the `@` of the address.
    public init(id: String, email: String, name: String? = nil) {
        self.id = id
        self.email = email
        self.name = name ?? String(email.prefix { $0 != "@" })
    }
}
