import AirtableAPI
import TableModel
import TabularFiles

/// The table that a file is pushed to, as far as the file needs it: found, or made from the file's columns.
struct TargetTable: Sendable {
    /// Names the table to the service: its id if that is known.
    let address: String
    let schema: TableSchema
    /// The fields that were made, or would be in a dry run.
    let newFields: [FieldDraft]
    /// Whether the table itself was made, or would be.
    let isNew: Bool
    /// Whether the schema could not be read, and the types are inferred from the file.
    let isInferred: Bool
    /// Requests that finding and making it cost.
    let requests: Int
}

/// Finds the table of a push, and makes it or its fields where that was asked for.
struct TableFinder: Sendable {
    let base: AirtableBase
    let request: PushRequest
    let file: TabularFile
    let targets: [ColumnChoice.Target]

    /// - Throws: ``CommandError`` with exit code 5 if the table or a field is missing; `RemoteError`.
    func find() async throws -> TargetTable {
        let name = try request.tableName()
        let tables: [TableSchema]
        do {
            tables = try await base.schema()
        } catch let error as RemoteError where error.code == .forbidden || error.code == .notFound {
            return try await inferred(name)
        }
        guard let table = tables.first(where: { $0.id.rawValue == name }) ?? tables.first(where: { $0.name == name })
        else { return try await newTable(name, beside: tables) }
        let missing = targets.filter { table.field($0.field) == nil }
        guard !missing.isEmpty else { return try found(table) }
        guard request.createsFields else { throw unknownColumns(missing, table) }
        return try await newFields(missing, in: table)
    }

    private func found(_ table: TableSchema) throws -> TargetTable {
        for key in request.key where table.field(key) == nil {
            throw CommandError(
                .schemaMismatch,
                "The table \"\(table.name)\" has no field \"\(key)\", which --unique names. It has "
                    + "\(Wording.quoted(table.fields.map(\.name))).")
        }
        return TargetTable(
            address: table.id.rawValue, schema: table, newFields: [], isNew: false, isInferred: false, requests: 1)
    }

    // MARK: What does not exist

    private func newTable(_ name: String, beside tables: [TableSchema]) async throws -> TargetTable {
        guard request.createsTable else {
            let there = tables.isEmpty ? "It has no tables" : "It has \(Wording.quoted(tables.map(\.name)))"
            throw CommandError(
                .schemaMismatch,
                "The base \(base.id) has no table \"\(name)\". \(there). Say --table NAME, or --create-table to make it "
                    + "from the columns of \(file.name).")
        }
        let drafts = try await drafts()
        guard !request.isDryRun else {
            return TargetTable(
                address: name, schema: Self.schema(name, drafts), newFields: drafts, isNew: true, isInferred: false,
                requests: 2)
        }
        let table = try await base.createTable(name, fields: drafts)
        return TargetTable(
            address: table.id.rawValue, schema: table, newFields: drafts, isNew: true, isInferred: false, requests: 2)
    }

    private func newFields(_ missing: [ColumnChoice.Target], in table: TableSchema) async throws -> TargetTable {
        let names = Set(missing.map(\.field))
        let drafts = try await drafts().filter { names.contains($0.name) }
        var schema = table
        for draft in drafts {
            schema.fields.append(
                request.isDryRun ? Self.schema("", [draft]).fields[0] : try await base.createField(draft, in: table.id))
        }
        return TargetTable(
            address: table.id.rawValue, schema: schema, newFields: drafts, isNew: false, isInferred: false,
            requests: 1 + drafts.count)
    }

    private func inferred(_ name: String) async throws -> TargetTable {
        TargetTable(
            address: name, schema: Self.schema(name, try await drafts()), newFields: [], isNew: false, isInferred: true,
            requests: 1)
    }

    /// A field for each column, with a type inferred from all its values. The key's columns, and the first, which
    /// becomes the primary field, get types that can serve as one.
    private func drafts() async throws -> [FieldDraft] {
        var inferences = targets.enumerated().map { place, target in
            TypeInference(name: target.field, asKey: place == 0 || request.key.contains(target.field))
        }
        for try await row in file.rows() {
            let isWhole = row.fields.names == file.columns
            for (place, target) in targets.enumerated() {
                let value = isWhole ? row.fields.values[target.position] : row.fields[target.column] ?? .null
                inferences[place].add(value)
            }
        }
        return inferences.map(\.draft)
    }

    /// Drafts as a schema: with ids that no field has.
    private static func schema(_ name: String, _ drafts: [FieldDraft]) -> TableSchema {
        let unknown = FieldID(unchecked: "")
        let fields = drafts.map { FieldSchema(id: unknown, name: $0.name, type: $0.type, options: $0.options) }
        return TableSchema(id: TableID(unchecked: ""), name: name, primaryFieldID: unknown, fields: fields)
    }

    private func unknownColumns(_ missing: [ColumnChoice.Target], _ table: TableSchema) -> CommandError {
        let names = missing.map(\.field)
        let near = names.flatMap { name in
            table.fields.map(\.name).filter { $0.lowercased() == name.lowercased() && $0 != name }
        }
        let hint = near.isEmpty ? "" : " Names are exact: did you mean \(Wording.quoted(near))?"
        let one = names.count == 1
        return CommandError(
            .schemaMismatch,
            "The table \"\(table.name)\" has no \(one ? "field" : "fields") \(Wording.quoted(names)). It has "
                + "\(Wording.quoted(table.fields.map(\.name))).\(hint) Say --map \"\(missing[0].column)=FIELD\" to write "
                + "the column elsewhere, --ignore \"\(missing.map(\.column).joined(separator: ","))\" to leave "
                + "\(one ? "it" : "them") out, or --create-fields to make \(one ? "it" : "them").")
    }
}
