/// Who may use the service, and for what (airtable-api.md 1.2).
public struct AccessOptions: Sendable, Hashable {
    /// The tokens that are accepted; nil accepts any token and takes each for a user of its own with all rights.
    public var tokens: [ServiceToken]?
    /// Whether a base is made when a well-formed id is first used by someone who may create; otherwise an unknown base
    /// is refused.
    public var createsBasesOnDemand = true
    /// Users of all bases besides the owners of tokens: whom collaborator fields take.
    public var collaborators: [ServiceUser] = []

    /// Makes a service that takes any token.
    public init() {}

    /// Whom collaborator fields take: the owners of tokens, the other collaborators, and the one who writes.
    func users(with user: ServiceUser? = nil) -> [ServiceUser] {
        (tokens?.map(\.owner) ?? []) + collaborators + (user.map { [$0] } ?? [])
    }
}
