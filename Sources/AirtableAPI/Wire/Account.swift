public import TableModel

/// Whom a token belongs to, as `whoami` answers it.
public struct Account: Sendable, Hashable {
    /// The id of the user, `usr…`.
    public var id: String
    /// The address, if the token has the scope `user.email:read`.
    public var email: String?
    /// What the token may do; the service lists it for OAuth tokens only, and nil says nothing.
    public var scopes: [String]?

    /// Makes an account.
    public init(id: String, email: String? = nil, scopes: [String]? = nil) {
        self.id = id
        self.email = email
        self.scopes = scopes
    }
}

/// A base that a token can reach.
public struct BaseSummary: Sendable, Hashable, Identifiable {
    /// The id by which the base is addressed.
    public var id: BaseID
    /// The name, which need not be the only one of its kind.
    public var name: String
    /// What the token's user may do there: `none`, `read`, `comment`, `edit` or `create`; open, since the service may add
    /// to them.
    public var permissionLevel: String

    /// Makes a summary.
    public init(id: BaseID, name: String, permissionLevel: String) {
        self.id = id
        self.name = name
        self.permissionLevel = permissionLevel
    }
}
