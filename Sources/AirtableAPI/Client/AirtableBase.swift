import HTTPTypes
import JSONText
import RateLimiting
public import TableModel

/// A base: tables that share one limit of requests.
public struct AirtableBase: Sendable {
    /// The base's id.
    public let id: BaseID
    let caller: Caller

    /// The table of that id or exact name; nothing is asked of the service. Ids are safer, since names change.
    ///
    /// - Parameters:
    ///   - nameOrID: The table's id, or its name with case and spaces.
    ///   - fieldKeys: What names the cells of the records that the table answers.
    public func table(_ nameOrID: String, fieldKeys: FieldKeys = .names) -> AirtableTable {
        AirtableTable(nameOrID: nameOrID, base: id, fieldKeys: fieldKeys, caller: caller)
    }

    /// Reads all tables with their fields. Needs the scope `schema.bases:read`.
    public func schema() async throws -> [TableSchema] {
        try await caller.call(schemaRequest, decode: [TableSchema].init(answer:))
    }

    var schemaRequest: APIRequest {
        APIRequest(
            method: .get, path: tablesPath, kind: .schema, subject: .table, base: id,
            attempted: "read the schema of \(id)")
    }

    /// Creates a table; the first field is its primary one, and must be text-like, a number or a date. Needs the scope
    /// `schema.bases:write`. There is no request that deletes a table again.
    ///
    /// - Parameters:
    ///   - name: A name that no other table of the base has; case does not tell them apart.
    ///   - fields: At least one; their names differ in more than case.
    public func createTable(_ name: String, fields: [FieldDraft]) async throws -> TableSchema {
        let request = APIRequest(
            method: .post, path: tablesPath,
            body: ["name": .string(name), "fields": .array(fields.map(\.wire))], kind: .schema, subject: .table,
            base: id, attempted: "create the table \(name)")
        return try await caller.call(request) { answer throws(UnreadableAnswer) in
            try TableSchema(wire: answer.json)
        }
    }

    /// Creates a field in the table of that id. Needs the scope `schema.bases:write`. There is no request that deletes a
    /// field again.
    public func createField(_ field: FieldDraft, in table: TableID) async throws -> FieldSchema {
        let request = APIRequest(
            method: .post, path: tablesPath + [table.rawValue, "fields"], body: field.wire, kind: .schema,
            subject: .table, base: id, attempted: "create the field \(field.name)")
        return try await caller.call(request) { answer throws(UnreadableAnswer) in
            try FieldSchema(wire: answer.json)
        }
    }

    private var tablesPath: [String] { ["meta", "bases", id.rawValue, "tables"] }
}
