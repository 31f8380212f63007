import JSONText
import TableModel

/// A request as the machine works with it: address, parameters and body taken apart.
struct IncomingRequest: Sendable {
    enum Body: Sendable, Hashable {
        case absent
        case malformed
        case tooLarge
        case json(JSONValue)
    }

    let route: Route
    /// Nil if the query string cannot be decoded.
    let query: QueryItems?
    let body: Body
    let bearerToken: String?
    let isAddressTooLong: Bool

    init(_ request: ServiceRequest, limits: SizeLimits) {
        let parts = request.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        route = Route(method: request.method, path: parts.first ?? "")
        query = QueryItems(parts.count == 2 ? parts[1] : "")
        bearerToken = request.bearerToken
        isAddressTooLong = request.addressLength > limits.addressCharacters
        if !route.takesBody || request.body.isEmpty {
            body = .absent
        } else if request.body.count > limits.bodyBytes {
            body = .tooLarge
        } else if let value = try? JSONValue(parsing: request.body) {
            body = .json(value)
        } else {
            body = .malformed
        }
    }

    /// The members of the body.
    func object(_ errors: ErrorOptions) throws(ServiceFailure) -> JSONObject {
        switch body {
        case .json(.object(let object)): return object
        case .json: throw .invalidRequest
        case .tooLarge: throw .bodyTooLarge
        case .absent, .malformed: throw .malformedBody(errors.malformedBody)
        }
    }

    var verb: RequestVerb {
        switch route {
        case .whoami: .whoami
        case .bases: .listBases
        case .createBase: .createBase
        case .schema: .readSchema
        case .createTable: .createTable
        case .updateTable: .updateTable
        case .createField: .createField
        case .updateField: .updateField
        case .list, .listByPost: .list
        case .get: .get
        case .create: .create
        case .updateMany(_, _, let replaces): isUpsert ? .upsert : replaces ? .replace : .update
        case .updateOne(_, _, _, let replaces): replaces ? .replace : .update
        case .deleteMany, .deleteOne: .delete
        case .malformedBase, .unknown: .unknown
        }
    }

    /// How many records the request carries or names; 0 for requests that read.
    var recordCount: Int {
        switch route {
        case .create, .updateMany:
            guard case .json(let value) = body else { return 0 }
            return value["records"]?.arrayValue?.count ?? (value["fields"] == nil ? 0 : 1)
        case .updateOne, .deleteOne: return 1
        case .deleteMany: return query?.list("records")?.count ?? 0
        default: return 0
        }
    }

    private var isUpsert: Bool {
        guard case .json(let value) = body else { return false }
        return value["performUpsert"] != nil
    }
}
