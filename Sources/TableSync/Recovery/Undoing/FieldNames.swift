import TableModel

/// The names that fields have now which a run wrote under names that they had then, as far as its plan tells their ids.
struct FieldNames: Sendable {
    private let changes: [String: String]

    /// - Parameters:
    ///   - run: The run, whose journal has the names of then.
    ///   - schema: The table as it is now.
    init(since run: RunDescription, in schema: TableSchema) {
        let managed = [run.plan?.managed, run.plan?.whole].compactMap(\.self)
        let now = Dictionary(schema.fields.map { ($0.id, $0.name) }) { first, _ in first }
        changes = managed.flatMap { $0.fields + $0.alsoRead }.reduce(into: [:]) { changes, field in
            if let name = now[field.id], name != field.name { changes[field.name] = name }
        }
    }

    /// The name that the field has now; the same if it is not known to have another.
    func now(_ name: String) -> String { changes[name] ?? name }

    /// The cells under the names of now. Where one field has taken the name of another, the other's cell is left out: there is no name
    /// by which to write it.
    func now(_ cells: Fields) -> Fields {
        guard !changes.isEmpty else { return cells }
        let taken = Set(cells.names.compactMap { changes[$0] })
        return Fields(cells.filter { changes[$0.0] != nil || !taken.contains($0.0) }.map { (now($0.0), $0.1) })
    }

    /// The record with its cells under the names of now.
    func now(_ record: Record) -> Record {
        var record = record
        record.fields = now(record.fields)
        return record
    }
}
