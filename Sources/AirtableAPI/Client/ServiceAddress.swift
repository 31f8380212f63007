import FoundationEssentials
public import TableModel

/// Where the service is reached: `https://api.airtable.com`, or that of a service that behaves like it.
public struct ServiceAddress: Sendable, Hashable {
    /// `https` or `http`.
    public let scheme: String
    /// Host and, if it was given, port; pace and limits are kept per authority.
    public let authority: String
    /// What stands before `/v0`; empty, or beginning with a slash and not ending with one.
    public let pathPrefix: String

    /// `https://api.airtable.com`.
    public static let airtable = ServiceAddress(scheme: "https", authority: "api.airtable.com", pathPrefix: "")

    private init(scheme: String, authority: String, pathPrefix: String) {
        self.scheme = scheme
        self.authority = authority
        self.pathPrefix = pathPrefix
    }

    /// Takes an http or https URL, with or without a path; a slash or `/v0` at its end is dropped.
    ///
    /// - Throws: `RemoteError` with the code `RemoteError.Code.invalidRequest` if it is not such a URL, or has
    ///   a user, a query or a fragment.
    public init(_ text: String) throws(RemoteError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = parts.percentEncodedHost, !host.isEmpty,
            parts.percentEncodedUser == nil, parts.percentEncodedPassword == nil, parts.percentEncodedQuery == nil,
            parts.percentEncodedFragment == nil
        else {
            throw RemoteError(
                .invalidRequest, message: "it is not an http or https URL with a host and, at most, a path",
                attempted: "use \"\(text)\" as the service's address",
                remedy: "Give an address such as https://api.airtable.com or http://127.0.0.1:8080.")
        }
        var path = Substring(parts.percentEncodedPath)
        while path.hasSuffix("/") { path.removeLast() }
        if path == "/v0" || path.hasSuffix("/v0") { path.removeLast(3) }
        while path.hasSuffix("/") { path.removeLast() }
        self.init(
            scheme: scheme, authority: host.lowercased() + (parts.port.map { ":\($0)" } ?? ""), pathPrefix: String(path)
        )
    }

    /// A sentence when requests, the token among them, go unencrypted to another machine; else nil.
    public var warning: String? {
        let host = authority.hasPrefix("[") ? authority[...] : authority.prefix { $0 != ":" }
        let isLoopback = host == "localhost" || host.hasPrefix("127.") || host.hasPrefix("[::1]")
        guard scheme == "http", !isLoopback else { return nil }
        return "The token goes to \(authority) unencrypted, because its address begins with http."
    }
}

extension ServiceAddress: CustomStringConvertible {
    public var description: String { "\(scheme)://\(authority)\(pathPrefix)" }
}
