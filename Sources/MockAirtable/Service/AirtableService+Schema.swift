import JSONText
import TableModel

extension AirtableService {
    func whoami(_ call: Call) -> JSONValue {
        var answer: JSONObject = ["id": .string(call.token.userID)]
        if call.token.scopes.contains(.readEmail) { answer["email"] = .string(call.token.email) }
        return .object(answer)
    }

    /// All bases that the token was granted, in one page of at most 1,000 (airtable-api.md 7.2).
    func listBases(_ call: Call) throws(ServiceFailure) -> JSONValue {
        guard call.token.scopes.contains(.readSchema) else { throw .modelNotFound }
        guard let query = call.request.query, query.items.allSatisfy({ $0.name == "offset" }) else {
            throw .invalidRequest
        }
        let start: Int
        if let offset = query.value("offset") {
            guard let number = BaseID(rawValue: offset).flatMap({ state.baseOrder.firstIndex(of: $0) }) else {
                throw .invalidOffset(offset)
            }
            start = number
        } else {
            start = 0
        }
        let granted = state.baseOrder[start...].filter(call.token.grants)
        var answer: JSONObject = [
            "bases": .array(
                granted.prefix(Self.basesPerPage).map { id in
                    [
                        "id": .string(id.rawValue), "name": .string(state.bases[id]?.name ?? ""),
                        "permissionLevel": .string(call.token.role.permissionLevel),
                    ]
                })
        ]
        if granted.count > Self.basesPerPage { answer["offset"] = .string(granted[Self.basesPerPage].rawValue) }
        return .object(answer)
    }

    /// Bases on one page of the list (airtable-api.md 5.3).
    private static let basesPerPage = 1000

    mutating func createBase(_ call: Call) throws(ServiceFailure) -> JSONValue {
        guard call.token.scopes.contains(.writeSchema) else { throw .modelNotFound }
        guard call.token.role >= .create, call.token.bases == nil else { throw .notPermitted }
        let body = try call.request.object(configuration.errors)
        guard body["workspaceId"]?.stringValue != nil else { throw .missingWorkspace }
        guard let name = body["name"]?.stringValue, let drafts = body["tables"]?.arrayValue, !drafts.isEmpty,
            drafts.count <= configuration.sizes.tablesPerBase
        else { throw .invalidRequest }
        var reader = TableDraftReader(
            sizes: configuration.sizes, allowsComputed: false, linkTargets: [], ids: ids)
        var tables: [TableDefinition] = []
        for draft in drafts {
            guard let object = draft.objectValue else { throw .invalidRequest }
            let table = try reader.table(object)
            let folded = table.name.lowercased()
            guard !tables.contains(where: { $0.name.lowercased() == folded }) else { throw .duplicateTableName }
            tables.append(table)
        }
        ids = reader.ids
        let base = ids.identifier(BaseID.self)
        state.make(.base(base, name: name))
        for table in tables { state.make(.table(base, table)) }
        return ["id": .string(base.rawValue), "tables": .array(tables.map { SchemaJSON.table($0) })]
    }

    mutating func readSchema(_ call: Call, _ base: BaseID) throws(ServiceFailure) -> JSONValue {
        try openBase(base, call, scope: .readSchema, role: .read)
        guard let query = call.request.query,
            query.items.allSatisfy({ $0.name == "include" && $0.path.count <= 1 && $0.value == "visibleFieldIds" })
        else { throw .invalidRequest }
        let tables = state.bases[base]?.tables.map(\.definition) ?? []
        return [
            "tables": .array(tables.map { SchemaJSON.table($0, showsVisibleFields: !query.items.isEmpty) })
        ]
    }

    mutating func createTable(_ call: Call, _ base: BaseID) throws(ServiceFailure) -> JSONValue {
        try openBase(base, call, scope: .writeSchema, role: .create)
        let body = try call.request.object(configuration.errors)
        return SchemaJSON.table(try makeTable(body, in: base, allowsComputed: false))
    }

    /// Makes a table from the body of a request to create one.
    mutating func makeTable(
        _ draft: JSONObject, in base: BaseID, allowsComputed: Bool
    ) throws(ServiceFailure) -> TableDefinition {
        guard let stored = state.bases[base], stored.tables.count < configuration.sizes.tablesPerBase else {
            throw .invalidRequest
        }
        var reader = TableDraftReader(
            sizes: configuration.sizes, allowsComputed: allowsComputed, linkTargets: stored.tableIDs, ids: ids)
        var table = try reader.table(draft)
        guard !stored.hasTable(named: table.name) else { throw .duplicateTableName }
        ids = reader.ids
        let linked = try addInverses(to: &table, in: stored)
        for definition in [table] + linked { state.make(.table(base, definition)) }
        return table
    }

    /// Gives the table's link fields that have none a field that leads back, and tells the tables that got one. A field
    /// that links the table with itself has none.
    private mutating func addInverses(
        to table: inout TableDefinition, in base: StoredBase
    ) throws(ServiceFailure) -> [TableDefinition] {
        var changed: [TableDefinition] = []
        for index in table.fields.indices {
            guard var link = table.fields[index].link, link.inverse == nil, link.table != table.id,
                let number = base.tableIndex(link.table)
            else { continue }
            let position = changed.firstIndex { $0.id == link.table }
            var linked = position.map { changed[$0] } ?? base.tables[number].definition
            guard linked.fields.count < configuration.sizes.fieldsPerTable else { throw .invalidRequest }
            link.inverse = linked.addInverse(of: table.fields[index], in: table, ids: &ids).id
            table.fields[index].options = .links(link)
            if let position { changed[position] = linked } else { changed.append(linked) }
        }
        return changed
    }

    mutating func updateTable(_ call: Call, _ base: BaseID, _ table: String) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeSchema, role: .create)
        let body = try call.request.object(configuration.errors)
        guard let stored = state.bases[base], !body.isEmpty,
            body.names.allSatisfy({ $0 == "name" || $0 == "description" })
        else { throw .invalidRequest }
        var definition = stored.tables[index].definition
        if let name = body["name"] {
            guard let name = name.stringValue, !StoredText.trimmed(name).isEmpty else { throw .invalidRequest }
            guard !stored.hasTable(named: name, except: definition.id) else { throw .duplicateTableName }
            definition.name = name
        }
        if let text = body["description"] {
            definition.description = try FieldDraftReader.description(text, configuration.sizes)
        }
        state.make(.table(base, definition))
        return SchemaJSON.table(definition)
    }

    mutating func createField(_ call: Call, _ base: BaseID, _ table: String) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeSchema, role: .create)
        let body = try call.request.object(configuration.errors)
        guard let stored = state.bases[base] else { throw .modelNotFound }
        var definition = stored.tables[index].definition
        guard definition.fields.count < configuration.sizes.fieldsPerTable else { throw .invalidRequest }
        var reader = FieldDraftReader(
            table: definition.name, sizes: configuration.sizes, allowsComputed: false, linkTargets: stored.tableIDs,
            ids: ids)
        let field = try reader.field(.object(body), slot: definition.nextSlot)
        guard !definition.hasField(named: field.name) else { throw .badFieldName }
        ids = reader.ids
        definition.fields.append(field)
        definition.nextSlot += 1
        let linked = try addInverses(to: &definition, in: stored)
        for table in [definition] + linked { state.make(.table(base, table)) }
        return SchemaJSON.field(definition.fields[definition.fields.count - 1])
    }

    /// Renames or describes a field; changing options is not offered here.
    mutating func updateField(
        _ call: Call, _ base: BaseID, _ table: String, _ field: String
    ) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeSchema, role: .create)
        let body = try call.request.object(configuration.errors)
        guard var definition = state.bases[base]?.tables[index].definition, !body.isEmpty,
            body.names.allSatisfy({ $0 == "name" || $0 == "description" })
        else { throw .invalidRequest }
        guard let position = definition.fieldIndex(field) else { throw .modelNotFound }
        if body["name"] != nil {
            let name = try FieldDraftReader.name(body["name"])
            guard !definition.hasField(named: name, except: definition.fields[position].id) else {
                throw .badFieldName
            }
            definition.fields[position].name = name
        }
        if let text = body["description"] {
            definition.fields[position].description = try FieldDraftReader.description(text, configuration.sizes)
        }
        state.make(.table(base, definition))
        return SchemaJSON.field(definition.fields[position])
    }
}
