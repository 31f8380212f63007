import JSONText
import TableModel

/// What tests look at and set up directly, without requests.
extension AirtableService {
    mutating func createBase(_ base: BaseID, name: String) { state.make(.base(base, name: name)) }

    mutating func createTable(_ draft: JSONValue, in base: BaseID) throws(MockSetupError) -> TableID {
        if state.bases[base] == nil { createBase(base, name: "Untitled Base") }
        do throws(ServiceFailure) {
            guard let object = draft.objectValue else { throw .invalidRequest }
            return try makeTable(object, in: base, allowsComputed: true).id
        } catch {
            throw MockSetupError("Cannot make a table in \(base)", error)
        }
    }

    /// Makes a view, or gives the view of that name another filter.
    mutating func createView(
        _ name: String, filter: String?, of table: String, in base: BaseID
    ) throws(MockSetupError) -> ViewID {
        let index = try position(of: table, in: base)
        guard var definition = state.bases[base]?.tables[index].definition else {
            throw MockSetupError("There is no base \(base) in the mock service.")
        }
        do throws(ServiceFailure) {
            let filter = try filter.map { text throws(ServiceFailure) in
                try ViewDefinition.Filter(text, of: definition, names: configuration.lists.formulaNames)
            }
            let position = definition.views.firstIndex { ExactText.areEqual($0.name, name) }
            let view = ViewDefinition(
                id: position.map { definition.views[$0].id } ?? ids.identifier(), name: name, filter: filter)
            if let position { definition.views[position] = view } else { definition.views.append(view) }
            state.make(.table(base, definition))
            return view.id
        } catch {
            throw MockSetupError("Cannot make the view \"\(name)\" of \"\(table)\" of \(base)", error)
        }
    }

    mutating func insert(
        _ rows: [JSONObject], into table: String, in base: BaseID, at now: ServiceInstant
    ) throws(MockSetupError) -> [RecordID] {
        let rows = rows.map { WriteRequest.Row(id: nil, cells: $0) }
        let request = WriteRequest(kind: .create, rows: rows, isBatch: true)
        let index = try position(of: table, in: base)
        do throws(ServiceFailure) {
            return try write(request, by: Self.author(at: now), base, index).records.map(\.id)
        } catch {
            throw MockSetupError("Cannot insert records into \"\(table)\" of \(base)", error)
        }
    }

    mutating func update(
        _ record: RecordID, _ cells: JSONObject, of table: String, in base: BaseID, at now: ServiceInstant
    ) throws(MockSetupError) {
        let row = WriteRequest.Row(id: record, cells: cells)
        let request = WriteRequest(kind: .update(replaces: false), rows: [row], isBatch: true)
        let index = try position(of: table, in: base)
        do throws(ServiceFailure) {
            _ = try write(request, by: Self.author(at: now), base, index)
        } catch {
            throw MockSetupError("Cannot change \(record) in \"\(table)\" of \(base)", error)
        }
    }

    mutating func delete(
        _ records: [RecordID], from table: String, in base: BaseID, at now: ServiceInstant
    ) throws(MockSetupError) {
        let index = try position(of: table, in: base)
        guard let definition = state.bases[base]?.tables[index].definition else { return }
        state.delete(records, from: definition, in: base, stamp: stamp(Self.author(at: now)))
    }

    /// The records of a table, oldest first.
    func records(of table: String, in base: BaseID) throws(MockSetupError) -> [MockRecord] {
        let index = try position(of: table, in: base)
        guard let stored = state.bases[base]?.tables[index] else { return [] }
        let form = RecordForm(table: stored.definition)
        return state.records(of: stored.definition.id, in: base).sorted { $0.number < $1.number }.map { record in
            let cells = Dictionary(form.fields(of: record).map { ($0, $1) }) { first, _ in first }
            return MockRecord(
                id: record.id, createdTime: record.createdTime, modifiedTime: record.modifiedTime, cells: cells)
        }
    }

    func schema(of base: BaseID) -> JSONValue? {
        guard let stored = state.bases[base] else { return nil }
        return ["tables": .array(stored.tables.map { SchemaJSON.table($0.definition) })]
    }

    private static func author(at now: ServiceInstant) -> WriteAuthor {
        WriteAuthor(user: nil, time: now, mayCreateChoices: true)
    }

    private func position(of table: String, in base: BaseID) throws(MockSetupError) -> Int {
        guard let index = state.bases[base]?.tableIndex(table) else {
            throw MockSetupError("There is no table \"\(table)\" in the base \(base) of the mock service.")
        }
        return index
    }
}
