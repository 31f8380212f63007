public import TableModel

/// A table of a base: its records, one request at a time.
///
/// It is also a `RemoteTable`, the port through which the TableSync library writes any number of rows.
public struct AirtableTable: Sendable {
    /// The table's id or exact name, as it was given.
    public let nameOrID: String
    /// The base that the table is in.
    public let base: BaseID
    /// What names the cells of the records that the table answers.
    public let fieldKeys: FieldKeys
    let caller: Caller
    /// How messages call the table; nil for ``nameOrID``.
    var title: String?

    var requests: TableRequests {
        TableRequests(base: base, table: nameOrID, title: title, fieldKeys: fieldKeys)
    }

    /// The same table, called by `title` in error messages: one that is addressed by its id has a name that people know.
    public func titled(_ title: String) -> AirtableTable {
        var table = self
        table.title = title
        return table
    }
}

// MARK: - Reading

extension AirtableTable {
    /// Reads records page by page, as they are asked for.
    ///
    /// See ``RecordSequence`` for what happens when the table changes meanwhile.
    public func records(_ selection: RecordSelection = RecordSelection()) -> RecordSequence {
        let (requests, caller) = (requests, caller)
        return RecordSequence(selection: selection, attempted: requests.attempted("list records")) { cursor in
            try await caller.call(try requests.list(selection, after: cursor), decode: RecordPage.init(answer:))
        }
    }

    /// Reads one record.
    ///
    /// - Throws: `RemoteError` with the code `RemoteError.Code.notFound` if there is none of that id; the
    ///   service answers the same when the token may not see the base.
    public func record(_ id: RecordID, cellFormat: CellFormat = .json) async throws -> Record {
        try await caller.call(requests.get(id, cellFormat)) { answer throws(UnreadableAnswer) in
            try Record(wire: answer.json)
        }
    }
}

// MARK: - Writing

extension AirtableTable {
    /// Creates a record for each element of `records`, at most 10, and gives them in that order.
    ///
    /// - Parameters:
    ///   - records: The cells of each record; those that are not mentioned stay empty.
    ///   - typecast: Whether the service may convert text to the field's type, adding choices and linked records as it
    ///     goes.
    public func createRecords(_ records: [Fields], typecast: Bool = false) async throws -> [Record] {
        try await write(WriteChunk(.create, records.map { .init(fields: $0) }, typecast: typecast)).records
    }

    /// Changes the cells that are mentioned, of at most 10 records, and leaves the others. `.null` clears a cell.
    public func updateRecords(_ changes: [RecordChange], typecast: Bool = false) async throws -> [Record] {
        try await write(WriteChunk(.update, changes.map(\.element), typecast: typecast)).records
    }

    /// Changes at most 10 records **and clears every writable cell that is not mentioned**. ``updateRecords(_:typecast:)``
    /// is nearly always what is wanted.
    public func replaceRecords(_ changes: [RecordChange], typecast: Bool = false) async throws -> [Record] {
        try await write(WriteChunk(.replace, changes.map(\.element), typecast: typecast)).records
    }

    /// Updates, for each of at most 10 elements, the one record whose `fields` have the element's values, and creates one
    /// if there is none. Matching is the service's: exact, on 1 to 3 fields of the types in
    /// `RemoteLimits.mergeableTypes`; every element has a value for each.
    ///
    /// - Returns: The records in the order of the elements, and which of them were created.
    public func upsertRecords(
        _ records: [Fields], matching fields: [String], typecast: Bool = false
    ) async throws -> WriteAnswer {
        try await write(WriteChunk(.upsert(matching: fields), records.map { .init(fields: $0) }, typecast: typecast))
    }

    /// Deletes at most 10 records and gives the ids that are gone. They stay in the base's trash for seven days, out of
    /// any program's reach.
    public func deleteRecords(_ ids: [RecordID]) async throws -> Set<RecordID> {
        try await write(WriteChunk(.delete, ids.map { .init(id: $0) })).deleted
    }

    /// Creates a field in this table. When the table was given by name, its id is read from the schema first, which is a
    /// request more. Needs the scope `schema.bases:write`.
    public func createField(_ field: FieldDraft) async throws -> FieldSchema {
        let base = AirtableBase(id: base, caller: caller)
        if let id = TableID(rawValue: nameOrID) { return try await base.createField(field, in: id) }
        guard let table = try await base.schema().first(where: { $0.name == nameOrID }) else {
            throw requests.missingTable(to: "create the field \(field.name)")
        }
        return try await base.createField(field, in: table.id)
    }

    private func write(_ chunk: WriteChunk) async throws -> WriteAnswer {
        guard !chunk.elements.isEmpty else { return WriteAnswer() }
        return try await caller.call(try requests.write(chunk)) { answer throws(UnreadableAnswer) in
            try WriteAnswer(answer: answer, to: chunk)
        }
    }
}
