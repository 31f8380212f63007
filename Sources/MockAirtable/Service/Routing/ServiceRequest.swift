public import HTTPTypes

/// A request as it arrives at the service.
public struct ServiceRequest: Sendable, Hashable {
    /// The method.
    public var method: HTTPRequest.Method
    /// Path and query as they stand in the request line, percent-encoded.
    public var target: String
    /// The value of the `Authorization` header, if it was sent.
    public var authorization: String?
    /// The body; empty if there is none.
    public var body: [UInt8]

    /// How long the whole address is: `https://`, host, path and query, in bytes.
    var addressLength: Int

    /// Makes a request of its head and its whole body.
    public init(_ request: HTTPRequest, body: [UInt8]) {
        method = request.method
        target = request.path ?? "/"
        authorization = request.headerFields[.authorization]
        self.body = body
        addressLength = "https://".utf8.count + (request.authority ?? "").utf8.count + target.utf8.count
    }

    /// The target without its query.
    var path: String { String(target.prefix { $0 != "?" }) }

    /// What follows `Bearer ` in the `Authorization` header; nil for no header, other schemes and an empty token.
    var bearerToken: String? {
        guard let authorization, authorization.count > 7, authorization.prefix(7).lowercased() == "bearer " else {
            return nil
        }
        let token = authorization.dropFirst(7)
        return token.isEmpty ? nil : String(token)
    }
}
