import HTTPTypes
import JSONText
import RateLimiting
import TableModel

/// One request to the service, before it is given an address, a token and a permit.
struct APIRequest: Sendable {
    /// What the request names, which decides what a "not found" answer means.
    enum Subject: Sendable, Hashable {
        /// The token's user.
        case account
        /// A base or a table as a whole: without it no other request has a chance either.
        case table
        /// One record, by its id in the path. The service answers 403 for one that does not exist.
        case record
        /// Several records, by ids in the body or the query.
        case rows
    }

    var method: HTTPRequest.Method
    /// The segments after `/v0`, not yet encoded.
    var path: [String]
    /// Names and values, not yet encoded, in order.
    var query: [(name: String, value: String)] = []
    var body: JSONValue?
    var kind: RequestKind
    var subject: Subject
    /// The base that the request counts against; nil for those that count against the token alone.
    var base: BaseID?
    /// What is attempted, to follow "Could not": `create 10 records of Users`.
    var attempted: String

    /// Whether it changes nothing, so that it may be sent again whatever became of it.
    var isRead: Bool { method == .get || kind == .read }

    /// Path and query as they stand in the request line.
    func target(under prefix: String) -> String {
        let path = prefix + "/v0/" + self.path.map(PercentEncoding.encode).joined(separator: "/")
        guard !query.isEmpty else { return path }
        return path + "?"
            + query.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
            .joined(separator: "&")
    }
}
