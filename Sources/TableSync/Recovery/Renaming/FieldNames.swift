import TableModel

/// What the fields were called when a run began, and what they are called now, told by their ids.
///
/// Another field that has the name now which one of the run's had then is called `name (fld…)` in the words of then, so that nothing of
/// it is taken for the run's. A field of the run that is not there any more keeps its name; if another has that now, it is told to the
/// service by its id, which it refuses.
struct FieldNames: Sendable {
    private var now: [String: String] = [:]
    private var then: [String: String] = [:]
    /// Which of the run's fields are called otherwise now, as sentences.
    private(set) var changes: [String] = []

    /// - Parameters:
    ///   - fields: The names of then, as far as they are known.
    ///   - schema: The table as it is now; nil if nobody knows, and names are taken to be the same.
    init(of fields: [FieldID: String], in schema: TableSchema?) {
        guard let schema else { return }
        let taken = Set(fields.values)
        let present = Set(schema.fields.map(\.id))
        for field in schema.fields {
            let old = fields[field.id] ?? (taken.contains(field.name) ? "\(field.name) (\(field.id))" : field.name)
            guard old != field.name else { continue }
            if fields[field.id] != nil { changes.append("The field \"\(old)\" is called \"\(field.name)\" now.") }
            now[old] = field.name
            then[field.name] = old
        }
        for (id, name) in fields where !present.contains(id) && then[name] != nil && now[name] == nil {
            now[name] = id.rawValue
        }
    }

    /// - Parameters:
    ///   - run: The run that was begun then.
    ///   - schema: The table as it is now; nil if nobody knows.
    init(since run: RunDescription, in schema: TableSchema?) { self.init(of: run.fields, in: schema) }

    /// The name that a field of then has now.
    func now(_ name: String) -> String { now[name] ?? name }

    /// The name that a field of now had then.
    func then(_ name: String) -> String { then[name] ?? name }

    /// The schema in the words of then.
    func then(_ schema: TableSchema) -> TableSchema {
        guard !then.isEmpty else { return schema }
        var schema = schema
        for place in schema.fields.indices { schema.fields[place].name = then(schema.fields[place].name) }
        return schema
    }

    /// The cells under the names of now.
    func now(_ cells: Fields) -> Fields { now.isEmpty ? cells : Fields(cells.map { (now($0.0), $0.1) }) }

    /// The record with its cells under the names of then.
    func then(_ record: Record) -> Record {
        guard !then.isEmpty else { return record }
        var record = record
        record.fields = Fields(record.fields.map { (then($0.0), $0.1) })
        return record
    }
}
