import TableModel
import TabularFiles

/// Finds the table that a file goes to, and says which of the file's columns go there. Makes nothing.
struct TableSearch: Sendable {
    private let base: BaseID
    private let request: SourceRequest
    private let file: TabularFile
    private let targets: [ColumnChoice.Target]

    /// - Throws: ``CommandError`` with exit code 3 if the options do not fit the file.
    init(base: BaseID, request: SourceRequest, file: TabularFile) throws(CommandError) {
        self.base = base
        self.request = request
        self.file = file
        targets = try request.columns.targets(of: file.columns, in: file.name)
        try checkKey()
    }

    /// - Parameter tables: The base's tables; nil if the schema cannot be read.
    /// - Throws: ``CommandError`` with exit code 5 if the table or a field is missing, or no column is left; `TabularError`.
    func find(in tables: [TableSchema]?) async throws -> FoundTable {
        let table = try await TableFinder(base: base, request: request, file: file, targets: targets).find(in: tables)
        let leftOut = targets.filter { table.schema.field($0.field).map { !request.takes($0.type) } ?? false }
        let written = targets.filter { !leftOut.contains($0) }
        guard !written.isEmpty else {
            throw CommandError(.schemaMismatch, "No column of \(file.name) is left to be written.")
        }
        return FoundTable(table: table, targets: written, tables: tables ?? [], notes: notes(table, leftOut))
    }

    private func checkKey() throws(CommandError) {
        for key in request.key where !targets.contains(where: { $0.field == key }) {
            if file.columns.contains(key), !targets.contains(where: { $0.column == key }) {
                throw CommandError(
                    .invalidSource,
                    "--unique names \"\(key)\", but --\(request.columns.only == nil ? "ignore" : "only") leaves that column "
                        + "out. A key must be among the columns that are written.")
            }
            throw CommandError(
                .invalidSource,
                "--unique names \"\(key)\", but no column of \(file.name) is written to a field of that name. Its columns "
                    + "are \(Wording.several(file.columns)).")
        }
    }

    private func notes(_ table: TargetTable, _ leftOut: [ColumnChoice.Target]) -> [String] {
        var notes: [String] = []
        if table.isInferred {
            notes.append(
                "The schema of \(base) cannot be read with this token (it needs the scope schema.bases:read), so the types "
                    + "of fields are inferred from \(file.name).")
        }
        let isComputed = { (target: ColumnChoice.Target) in table.schema.field(target.field)?.type.isComputed == true }
        // A pulled file can be pushed again as it is, computed columns among the others.
        let computed = leftOut.filter(isComputed)
        if !computed.isEmpty {
            notes.append(
                "The service computes \(Wording.several(computed.map(\.field))), so \(Self.areLeftOut(computed)).")
        }
        let reports = request.columns.reports(among: file.columns)
        if !reports.isEmpty {
            notes.append(
                "\(Wording.several(reports)) \(reports.count == 1 ? "says" : "say") why rows failed before, and "
                    + "\(reports.count == 1 ? "is" : "are") not written.")
        }
        let others = leftOut.filter { !isComputed($0) }
        if !others.isEmpty {
            notes.append(
                "Nobody can tell whether \(Wording.several(others.map(\.field))) would change, so "
                    + "\(Self.areLeftOut(others)). Say --attachments to take files of one name for the same.")
        }
        return notes
    }

    private static func areLeftOut(_ targets: [ColumnChoice.Target]) -> String {
        targets.count == 1 ? "that column is left out" : "those columns are left out"
    }
}

extension SourceRequest {
    /// Whether cells of the type can be written and, where rows have a key, compared.
    func takes(_ type: FieldType) -> Bool {
        type.isComparable(attachmentsByName: comparesAttachments || key.isEmpty)
    }
}
