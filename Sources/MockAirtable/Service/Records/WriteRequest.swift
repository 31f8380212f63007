import JSONText
import TableModel

/// The body of a request that creates or updates records (airtable-api.md 3.2 to 3.4).
///
/// Unknown members of the body are refused as unknown parameters of lists are (12 #16); those of a single record, such
/// as the `createdTime` of one that was read, are passed over.
struct WriteRequest {
    struct Row {
        var id: RecordID?
        /// By name or id of the fields.
        var cells: JSONObject
    }

    enum Kind {
        case create
        case update(replaces: Bool)
        case upsert(mergeOn: [String], replaces: Bool)

        /// Whether writable cells that are not mentioned are cleared.
        var replaces: Bool {
            switch self {
            case .create: false
            case .update(let replaces), .upsert(_, let replaces): replaces
            }
        }
    }

    var kind: Kind
    var rows: [Row]
    /// Whether the answer holds `records` instead of one record.
    var isBatch: Bool
    var typecast = false
    var usesFieldIDs = false

    /// The body of a POST: `fields` or `records`.
    static func create(_ body: JSONObject, options: ListOptions) throws(ServiceFailure) -> WriteRequest {
        try checkMembers(body, among: ["fields", "records"], options: options)
        switch (body["fields"], body["records"]) {
        case (nil, nil): throw .missingFields
        case (let fields?, nil):
            return try WriteRequest(kind: .create, rows: [row(fields)], isBatch: false).withFlags(of: body)
        case (nil, let records?):
            guard let elements = records.arrayValue, !elements.isEmpty else { throw .invalidNewRecords }
            guard elements.count <= ServiceFailure.batchLimit else { throw .tooManyToCreate(elements.count) }
            let rows = try elements.map { element throws(ServiceFailure) in
                guard let cells = element["fields"]?.objectValue else { throw .invalidNewRecords }
                return Row(id: nil, cells: cells)
            }
            return try WriteRequest(kind: .create, rows: rows, isBatch: true).withFlags(of: body)
        case (_?, _?): throw .invalidRequest
        }
    }

    /// The body of a PATCH or PUT of one record.
    static func update(
        _ record: RecordID, _ body: JSONObject, replaces: Bool, options: ListOptions
    ) throws(ServiceFailure) -> WriteRequest {
        try checkMembers(body, among: ["fields"], options: options)
        guard let fields = body["fields"] else { throw .missingFields }
        var row = try row(fields)
        row.id = record
        return try WriteRequest(kind: .update(replaces: replaces), rows: [row], isBatch: false).withFlags(of: body)
    }

    /// The body of a PATCH or PUT of several records, with or without `performUpsert`.
    static func updateMany(
        _ body: JSONObject, replaces: Bool, options: ListOptions
    ) throws(ServiceFailure) -> WriteRequest {
        try checkMembers(body, among: ["records", "performUpsert"], options: options)
        let mergeOn = try body["performUpsert"].map(mergeFields)
        let refusal = mergeOn == nil ? ServiceFailure.invalidRecords : .invalidNewRecords
        guard let elements = body["records"]?.arrayValue, !elements.isEmpty,
            elements.count <= ServiceFailure.batchLimit
        else { throw body["records"] == nil && body["fields"] == nil ? .missingRecords : refusal }
        let rows = try elements.map { element throws(ServiceFailure) in
            guard let cells = element["fields"]?.objectValue else { throw refusal }
            guard let id = element["id"] else {
                guard mergeOn != nil else { throw refusal }
                return Row(id: nil, cells: cells)
            }
            guard let id = id.stringValue.flatMap({ RecordID(rawValue: $0) }) else { throw refusal }
            return Row(id: id, cells: cells)
        }
        // One record twice in a request is refused (12 #13).
        let ids = rows.compactMap(\.id)
        guard Set(ids).count == ids.count else { throw refusal }
        let kind: Kind = mergeOn.map { .upsert(mergeOn: $0, replaces: replaces) } ?? .update(replaces: replaces)
        return try WriteRequest(kind: kind, rows: rows, isBatch: true).withFlags(of: body)
    }

    /// One to three names or ids.
    private static func mergeFields(_ value: JSONValue) throws(ServiceFailure) -> [String] {
        guard let object = value.objectValue, object.names == ["fieldsToMergeOn"],
            let names = object["fieldsToMergeOn"]?.arrayValue, (1...3).contains(names.count)
        else { throw .invalidRequest }
        return try names.map { name throws(ServiceFailure) in
            guard let name = name.stringValue else { throw .invalidRequest }
            return name
        }
    }

    private static func row(_ fields: JSONValue) throws(ServiceFailure) -> Row {
        guard let cells = fields.objectValue else { throw .invalidRequest }
        return Row(id: nil, cells: cells)
    }

    private static func checkMembers(
        _ body: JSONObject, among names: Set<String>, options: ListOptions
    ) throws(ServiceFailure) {
        let known = names.union(["typecast", "returnFieldsByFieldId"])
        guard options.unknownParameter == .ignored || body.names.allSatisfy(known.contains) else {
            throw .invalidRequest
        }
    }

    private func withFlags(of body: JSONObject) throws(ServiceFailure) -> WriteRequest {
        var request = self
        request.typecast = try Self.flag(body["typecast"])
        request.usesFieldIDs = try Self.flag(body["returnFieldsByFieldId"])
        return request
    }

    private static func flag(_ value: JSONValue?) throws(ServiceFailure) -> Bool {
        guard let value else { return false }
        guard let flag = value.boolValue else { throw .invalidRequest }
        return flag
    }
}
