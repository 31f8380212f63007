import HTTPTypes
import TableModel

/// What a request addresses, decided by its method and path alone.
enum Route: Sendable, Hashable {
    case whoami
    case bases
    case createBase
    case schema(BaseID)
    case createTable(BaseID)
    case updateTable(BaseID, table: String)
    case createField(BaseID, table: String)
    case updateField(BaseID, table: String, field: String)
    case list(BaseID, table: String)
    case listByPost(BaseID, table: String)
    case create(BaseID, table: String)
    /// PATCH of several records, or PUT if `replaces`.
    case updateMany(BaseID, table: String, replaces: Bool)
    case deleteMany(BaseID, table: String)
    /// The record part of the path is not checked yet.
    case get(BaseID, table: String, record: String)
    case updateOne(BaseID, table: String, record: String, replaces: Bool)
    case deleteOne(BaseID, table: String, record: String)
    /// The place where a base id stands holds something else (airtable-api.md 6.3, 1).
    case malformedBase
    /// No such address; the base is given if one was named.
    case unknown(BaseID?)

    init(method: HTTPRequest.Method, path: Substring) {
        var segments: [String] = []
        for segment in path.split(separator: "/") {
            guard let decoded = PercentText.decode(segment, plusIsSpace: false) else {
                self = .unknown(nil)
                return
            }
            segments.append(decoded)
        }
        guard segments.first == "v0", segments.count > 1 else {
            self = .unknown(nil)
            return
        }
        if segments[1] == "meta" {
            self = Self.meta(method, segments.dropFirst(2))
        } else if let base = BaseID(rawValue: segments[1]) {
            self = Self.data(method, base, segments.dropFirst(2))
        } else {
            self = .malformedBase
        }
    }

    private static func meta(_ method: HTTPRequest.Method, _ segments: ArraySlice<String>) -> Route {
        let parts = Array(segments)
        switch (method, parts.count) {
        case (.get, 1) where parts[0] == "whoami": return .whoami
        case (.get, 1) where parts[0] == "bases": return .bases
        case (.post, 1) where parts[0] == "bases": return .createBase
        default: break
        }
        guard parts.count >= 2, parts[0] == "bases" else { return .unknown(nil) }
        guard let base = BaseID(rawValue: parts[1]) else { return .malformedBase }
        guard parts.count >= 3, parts[2] == "tables" else { return .unknown(base) }
        switch (method, parts.count) {
        case (.get, 3): return .schema(base)
        case (.post, 3): return .createTable(base)
        case (.patch, 4): return .updateTable(base, table: parts[3])
        case (.post, 5) where parts[4] == "fields": return .createField(base, table: parts[3])
        case (.patch, 6) where parts[4] == "fields": return .updateField(base, table: parts[3], field: parts[5])
        default: return .unknown(base)
        }
    }

    private static func data(_ method: HTTPRequest.Method, _ base: BaseID, _ segments: ArraySlice<String>) -> Route {
        let parts = Array(segments)
        switch (parts.count, method) {
        case (1, .get): return .list(base, table: parts[0])
        case (1, .post): return .create(base, table: parts[0])
        case (1, .patch): return .updateMany(base, table: parts[0], replaces: false)
        case (1, .put): return .updateMany(base, table: parts[0], replaces: true)
        case (1, .delete): return .deleteMany(base, table: parts[0])
        case (2, .get): return .get(base, table: parts[0], record: parts[1])
        case (2, .post) where parts[1] == "listRecords": return .listByPost(base, table: parts[0])
        case (2, .patch): return .updateOne(base, table: parts[0], record: parts[1], replaces: false)
        case (2, .put): return .updateOne(base, table: parts[0], record: parts[1], replaces: true)
        case (2, .delete): return .deleteOne(base, table: parts[0], record: parts[1])
        default: return .unknown(base)
        }
    }

    /// The base that the request counts against; nil for account calls.
    var base: BaseID? {
        switch self {
        case .whoami, .bases, .createBase, .malformedBase: nil
        case .unknown(let base): base
        case .schema(let base), .createTable(let base), .updateTable(let base, _), .createField(let base, _),
            .updateField(let base, _, _), .list(let base, _), .listByPost(let base, _), .create(let base, _),
            .updateMany(let base, _, _), .deleteMany(let base, _), .get(let base, _, _),
            .updateOne(let base, _, _, _), .deleteOne(let base, _, _):
            base
        }
    }

    /// The table as the address names it, by name or id.
    var table: String? {
        switch self {
        case .whoami, .bases, .createBase, .malformedBase, .unknown, .schema, .createTable: nil
        case .updateTable(_, let table), .createField(_, let table), .updateField(_, let table, _),
            .list(_, let table), .listByPost(_, let table), .create(_, let table), .updateMany(_, let table, _),
            .deleteMany(_, let table), .get(_, let table, _), .updateOne(_, let table, _, _),
            .deleteOne(_, let table, _):
            table
        }
    }

    /// Whether the body is read.
    var takesBody: Bool {
        switch self {
        case .createBase, .createTable, .updateTable, .createField, .updateField, .listByPost, .create, .updateMany,
            .updateOne:
            true
        default: false
        }
    }

    /// Whether the call stays open when the month's calls are used up (airtable-api.md 5.2).
    var isMeta: Bool {
        switch self {
        case .whoami, .bases, .createBase, .schema, .createTable, .updateTable, .createField, .updateField: true
        default: false
        }
    }
}
