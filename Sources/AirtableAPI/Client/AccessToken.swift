public import TableModel

/// A personal access token or an OAuth access token.
///
/// Its text goes into the `Authorization` header and nowhere else: printing, logging, dumping or interpolating a token
/// gives `AccessToken(hidden)`.
public struct AccessToken: Sendable, Hashable {
    /// What looks wrong about the token, as a sentence, or nil. The form is not part of the service's contract, so an odd
    /// token is used all the same.
    public let warning: String?

    let secret: String

    /// Takes the text of a token; spaces and newlines around it are dropped, since they are easily pasted along and are
    /// answered with 401.
    ///
    /// - Throws: `RemoteError` with the code `RemoteError.Code.unauthorized` if nothing is left, or if it
    ///   holds a character that no HTTP header can carry.
    public init(_ text: String) throws(RemoteError) {
        let isSpace: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
        let scalars = text.unicodeScalars.drop(while: isSpace)
        let end = scalars.lastIndex { !isSpace($0) }.map(scalars.index(after:)) ?? scalars.startIndex
        let trimmed = String(scalars[scalars.startIndex..<end])
        guard !trimmed.isEmpty else { throw Self.unusable("it is empty") }
        guard trimmed.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
            throw Self.unusable("it holds a space, a line break or another character that a token cannot have")
        }
        secret = trimmed
        warning = Self.oddity(of: trimmed)
    }

    private static func unusable(_ reason: String) -> RemoteError {
        RemoteError(
            .unauthorized, message: reason, attempted: "use the access token",
            remedy: "Copy the whole token from airtable.com/create/tokens; it is one word.")
    }

    /// The known form of personal access tokens is `pat`, 14 letters or digits, a dot, 64 hexadecimal digits
    /// (airtable-api.md 1.2); `key…` is the legacy form, which stopped working on 2024-02-01.
    private static func oddity(of text: String) -> String? {
        if text.hasPrefix("key"), text.utf8.count == 17 {
            return "The token looks like an API key; those stopped working on 2024-02-01. Use a personal access token."
        }
        if text.hasPrefix("Bearer") {
            return "The token begins with \"Bearer\"; give the token alone."
        }
        guard text.hasPrefix("pat") else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isWhole = parts.count == 2 && parts[0].utf8.count == 17 && parts[1].utf8.count == 64
        return isWhole ? nil : "The token begins like a personal access token but is not as long as one. Was it cut?"
    }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "AccessToken(hidden)" }
    public var debugDescription: String { description }
    /// Has no children, so that `dump` and mirrors show nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
