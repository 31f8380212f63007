import TableModel

/// Finds the table that a plan is for, and the columns of the file that it can be held against. Makes nothing.
struct PlanTableFinder: Sendable {
    let base: BaseID
    let request: PushRequest
    /// How messages call the file.
    let file: String
    let columns: [String]

    /// What was found.
    struct Found: Sendable {
        let table: TableSchema
        /// The columns to write, in the file's order.
        let targets: [ColumnChoice.Target]
        /// Fields that the file has, and that cannot be compared and written.
        let leftOut: [String]
    }

    /// - Throws: ``CommandError`` with exit code 3 if the options do not fit the file, with 5 if table or field are missing.
    func find(in tables: [TableSchema]) throws(CommandError) -> Found {
        let targets = try request.columns.targets(of: columns, in: file)
        for key in request.key where !targets.contains(where: { $0.field == key }) {
            throw CommandError(
                .invalidSource,
                "--unique names \"\(key)\", but no column of \(file) is written to a field of that name. Its columns are "
                    + "\(Wording.several(columns)).")
        }
        let table = try table(in: tables)
        let missing = targets.filter { table.field($0.field) == nil }
        guard missing.isEmpty else { throw unknown(missing, table) }
        let leftOut = targets.filter { table.field($0.field)?.type.isComparable == false }
        for target in leftOut where target.isNamed || request.key.contains(target.field) {
            throw CommandError(
                .schemaMismatch,
                "Cells of the field \"\(target.field)\" of \"\(table.name)\" cannot be compared and written"
                    + " (\(table.field(target.field)?.type.rawValue ?? "")). Leave the column \"\(target.column)\" out"
                    + (request.key.contains(target.field) ? ", and name another key with --unique." : "."))
        }
        let rest = targets.filter { !leftOut.contains($0) }
        return Found(table: table, targets: rest, leftOut: leftOut.map(\.field))
    }

    private func table(in tables: [TableSchema]) throws(CommandError) -> TableSchema {
        let name = request.table
        if let table = tables.first(where: { $0.id.rawValue == name }) ?? tables.first(where: { $0.name == name }) {
            return table
        }
        let near = tables.map(\.name).first { $0.lowercased() == name.lowercased() }
        let there = tables.isEmpty ? "It has no tables." : "It has \(Wording.several(tables.map(\.name)))."
        let remedy =
            near.map { "Names are exact: say --table \"\($0)\"." }
            ?? "Say --table NAME, or make it from the file with tablesync push --create-table."
        throw CommandError(.schemaMismatch, "The base \(base) has no table \"\(name)\". \(there) \(remedy)")
    }

    private func unknown(_ missing: [ColumnChoice.Target], _ table: TableSchema) -> CommandError {
        let one = missing.count == 1
        return CommandError(
            .schemaMismatch,
            "The table \"\(table.name)\" has no \(one ? "field" : "fields") \(Wording.several(missing.map(\.field))). It "
                + "has \(Wording.several(table.fields.map(\.name))). Say --map \"\(missing[0].column)=FIELD\" to write the "
                + "column elsewhere, or --ignore \"\(missing.map(\.column).joined(separator: ","))\" to leave "
                + "\(one ? "it" : "them") out.")
    }
}
