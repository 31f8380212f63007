public import TableModel

/// A token that the service accepts, and what it allows.
public struct ServiceToken: Sendable, Hashable {
    /// The role of the token's user in the bases (airtable-api.md 1.2).
    public enum Role: Int, Sendable, Hashable, Comparable {
        /// Reads records and schemas.
        case read
        /// Reads, and comments, which the service does not have.
        case comment
        /// Writes records, but makes no choices, fields, tables or bases.
        case edit
        /// Does everything.
        case create

        public static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }

        /// The word for the role in the list of bases.
        var permissionLevel: String {
            switch self {
            case .read: "read"
            case .comment: "comment"
            case .edit: "edit"
            case .create: "create"
            }
        }
    }

    /// What a request needs leave for.
    public enum Scope: String, Sendable, Hashable, CaseIterable {
        /// Lists and gets records.
        case readRecords = "data.records:read"
        /// Creates, updates and deletes records.
        case writeRecords = "data.records:write"
        /// Reads the tables and fields of a base.
        case readSchema = "schema.bases:read"
        /// Makes tables and fields.
        case writeSchema = "schema.bases:write"
        /// Adds the e-mail address to `whoami`.
        case readEmail = "user.email:read"
    }

    /// What follows `Bearer ` in the `Authorization` header. It is compared and never logged.
    public var secret: String
    /// The user; tokens of one user share the rate limit per user. Nil for a user of its own.
    public var user: String?
    /// The user's e-mail address.
    public var email: String
    /// The user's name; nil for what stands before the `@` of the address.
    public var name: String?
    /// What the token may be used for.
    public var scopes: Set<Scope>
    /// What the user may do.
    public var role: Role
    /// The bases granted to the token; nil for all.
    public var bases: Set<BaseID>?

    /// Makes a token; one without further arguments may do everything in all bases.
    public init(
        _ secret: String, user: String? = nil, email: String = "user@example.com", name: String? = nil,
        scopes: Set<Scope> = Set(Scope.allCases), role: Role = .create, bases: Set<BaseID>? = nil
    ) {
        self.secret = secret
        self.user = user
        self.email = email
        self.name = name
        self.scopes = scopes
        self.role = role
        self.bases = bases
    }

    /// The id of the token's user: the given one, or one made from the secret, from which the secret cannot be had.
    var userID: String {
        if let user { return user }
        // FNV-1a: spreads the secrets; SplitMix turns the 64 bits into 17 characters.
        let hash = secret.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var generator = IDGenerator(seed: hash)
        return generator.identifierText(prefix: "usr")
    }

    /// The user of the token.
    var owner: ServiceUser { ServiceUser(id: userID, email: email, name: name) }

    func grants(_ base: BaseID) -> Bool { bases?.contains(base) ?? true }
}
