import TableModel
import TabularFiles

/// Finds the table of a push in the base's schema, or says what has to be made for it. Writes nothing.
struct TableFinder: Sendable {
    let base: BaseID
    let request: SourceRequest
    let file: TabularFile
    let targets: [ColumnChoice.Target]

    /// - Parameter tables: The base's tables; nil if the schema cannot be read.
    /// - Throws: ``CommandError`` with exit code 5 if the table or a field is missing; `TabularError`.
    func find(in tables: [TableSchema]?) async throws -> TargetTable {
        let name = request.table
        guard let tables else {
            return TargetTable(
                address: name, schema: TargetTable.schema(name, try await drafts(targets)), isInferred: true)
        }
        guard let table = tables.first(where: { $0.id.rawValue == name }) ?? tables.first(where: { $0.name == name })
        else { return try await newTable(name, beside: tables.map(\.name)) }
        try checkTypes(table)
        var target = TargetTable(address: table.id.rawValue, schema: table)
        let missing = targets.filter { table.field($0.field) == nil }
        guard !missing.isEmpty else { return target }
        guard request.createsFields else { throw unknownColumns(missing, table) }
        target.drafts = try await drafts(missing)
        target.schema.fields += TargetTable.schema(name, target.drafts).fields
        return target
    }

    private func newTable(_ name: String, beside tables: [String]) async throws -> TargetTable {
        // The service takes names for equal that differ in case, so such a table could not be made.
        let near = tables.filter { $0.lowercased() == name.lowercased() }
        guard near.isEmpty, request.createsTable else {
            let there = tables.isEmpty ? "It has no tables." : "It has \(Wording.several(tables))."
            let remedy =
                near.first.map { "Names are exact: say --table \"\($0)\"." }
                ?? "Say --table NAME, or push with --create-table to make it from the columns of \(file.name)."
            throw CommandError(.schemaMismatch, "The base \(base) has no table \"\(name)\". \(there) \(remedy)")
        }
        let drafts = try await drafts(targets)
        return TargetTable(address: name, schema: TargetTable.schema(name, drafts), drafts: drafts, isNew: true)
    }

    /// A field for each column, with a type inferred from all its values. The key's columns, and the file's first, which
    /// becomes the primary field of a new table, get types that can serve as one.
    private func drafts(_ targets: [ColumnChoice.Target]) async throws -> [FieldDraft] {
        var inferences = targets.map { target in
            TypeInference(
                name: target.field,
                asKey: target.field == self.targets.first?.field || request.key.contains(target.field))
        }
        // Rows that are too short or too long are the check's to tell.
        for try await row in FileRows(file: file) where row.flaw == nil {
            let isWhole = row.fields.names == file.columns
            for (place, target) in targets.enumerated() {
                let value = isWhole ? row.fields.values[target.position] : row.fields[target.column] ?? .null
                inferences[place].add(value)
            }
        }
        return inferences.map(\.draft)
    }

    // MARK: What does not fit

    /// Columns that cannot be written are left out where nobody asked for them (see ``TableSearch``); otherwise that is an
    /// error.
    private func checkTypes(_ table: TableSchema) throws(CommandError) {
        for target in targets where target.isNamed || request.key.contains(target.field) {
            guard let field = table.field(target.field), !request.takes(field.type) else { continue }
            let what =
                field.type.isComputed
                ? "is computed by the service (\(field.type)) and cannot be written"
                : "holds what cannot be compared (\(field.type))"
            throw CommandError(
                .schemaMismatch,
                "The field \"\(field.name)\" of \"\(table.name)\" \(what). Leave the column \"\(target.column)\" out"
                    + (request.key.contains(field.name) ? ", and name another key with --unique." : "."))
        }
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
            "The table \"\(table.name)\" has no \(one ? "field" : "fields") \(Wording.several(names)). It has "
                + "\(Wording.several(table.fields.map(\.name))).\(hint) Say --map \"\(missing[0].column)=FIELD\" to write "
                + "the column elsewhere, --ignore \"\(missing.map(\.column).joined(separator: ","))\" to leave "
                + "\(one ? "it" : "them") out, or push with --create-fields to make \(one ? "it" : "them").")
    }
}
