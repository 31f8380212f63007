/// The id of a user, `usr…` (airtable-api.md 1.5).
struct UserID: PrefixedIdentifier {
    static let prefix = "usr"
    let rawValue: String
    init(unchecked rawValue: String) { self.rawValue = rawValue }
}
