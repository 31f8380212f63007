import JSONText
import TableModel

extension AirtableService {
    mutating func create(_ call: Call, _ base: BaseID, _ table: String) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeRecords, role: .edit)
        let body = try call.request.object(configuration.errors)
        return try write(.create(body, options: configuration.lists), call, base, index)
    }

    mutating func updateOne(
        _ call: Call, _ base: BaseID, _ table: String, _ record: String, replaces: Bool
    ) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeRecords, role: .edit)
        guard let id = RecordID(rawValue: record) else { throw .notFound }
        let body = try call.request.object(configuration.errors)
        return try write(
            .update(id, body, replaces: replaces, options: configuration.lists), call, base, index)
    }

    mutating func updateMany(
        _ call: Call, _ base: BaseID, _ table: String, replaces: Bool
    ) throws(ServiceFailure) -> JSONValue {
        let index = try openTable(table, in: base, call, scope: .writeRecords, role: .edit)
        let body = try call.request.object(configuration.errors)
        return try write(.updateMany(body, replaces: replaces, options: configuration.lists), call, base, index)
    }

    private mutating func write(
        _ request: WriteRequest, _ call: Call, _ base: BaseID, _ index: Int
    ) throws(ServiceFailure) -> JSONValue {
        let author = WriteAuthor(
            user: call.token.owner, time: call.now, mayCreateChoices: call.token.role >= .create)
        return try write(request, by: author, base, index).answer(request, at: call.now)
    }

    /// Checks everything first and changes nothing until all of it is known to succeed (airtable-api.md 3.6).
    mutating func write(
        _ request: WriteRequest, by author: WriteAuthor, _ base: BaseID, _ index: Int
    ) throws(ServiceFailure) -> FinishedWrite {
        guard let definition = state.bases[base]?.tables[index].definition else { throw .modelNotFound }
        var reader = CellReader(
            options: configuration.values, choiceQuotes: configuration.errors.choiceQuotes,
            typecast: request.typecast, mayCreateChoices: author.mayCreateChoices,
            users: configuration.access.users(with: author.user), base: base, ids: ids)
        var prepared = try PreparedWrite(
            request, table: definition, mergeTypes: configuration.writes.mergeTypes, reader: &reader,
            state: &state)
        let targets = try targets(of: prepared, isBatch: request.isBatch, base, index)
        try findAttachments(of: &prepared, targets, base, index)
        let additions = targets.count { $0 == .new } + reader.namedRecords.count
        if let limit = configuration.sizes.recordsPerBase, additions > 0,
            (state.bases[base]?.recordCount ?? 0) + additions > limit
        {
            throw .recordLimitReached
        }
        ids = reader.ids
        if prepared.madeChoices { state.make(.table(base, prepared.table)) }
        for record in reader.namedRecords { make(record, by: author, base) }
        let records = apply(prepared, targets, replaces: request.kind.replaces, by: author, base, index)
        var grown = Set(reader.namedRecords.map(\.table))
        if targets.contains(.new) { grown.insert(prepared.table.id) }
        for table in grown.sorted() {
            if let number = state.bases[base]?.lastNumber(of: table) { state.make(.lastNumber(base, table, number)) }
        }
        return FinishedWrite(
            table: prepared.table, targets: targets, records: records, newAttachments: prepared.newAttachments)
    }

    /// Puts files in the place of the ids by which the rows name attachments that their records have already.
    private func findAttachments(
        of prepared: inout PreparedWrite, _ targets: [RecordTarget], _ base: BaseID, _ index: Int
    ) throws(ServiceFailure) {
        for (position, target) in targets.enumerated() where prepared.rows[position].namesAttachments {
            var record: StoredRecord?
            if case .existing(let id) = target { record = state.record(id, in: base, index) }
            try prepared.rows[position].findAttachments(in: record)
        }
    }

    /// Which record each row is for, by the table as it is before the request.
    private mutating func targets(
        of prepared: PreparedWrite, isBatch: Bool, _ base: BaseID, _ index: Int
    ) throws(ServiceFailure) -> [RecordTarget] {
        var targets: [RecordTarget] = []
        var keys: [[CellValue]: Int] = [:]
        for (number, row) in prepared.rows.enumerated() {
            if let id = row.id {
                guard state.record(id, in: base, index) != nil else {
                    throw isBatch ? .rowDoesNotExist(id.rawValue) : missingRecord
                }
                targets.append(.existing(id))
                continue
            }
            let key = prepared.mergeSlots.compactMap { row.value(slot: $0) }
            // A key with a blank part matches nothing (12 #9); creates have no key at all.
            guard !key.isEmpty, key.count == prepared.mergeSlots.count else {
                targets.append(.new)
                continue
            }
            let matches = state.records(in: base, index, withCells: key, in: prepared.mergeSlots)
            guard matches.count <= 1 else { throw .upsertMatchesSeveral }
            if let match = matches.first {
                targets.append(.existing(match))
            } else if configuration.writes.repeatedKey == .sequential, let earlier = keys[key] {
                targets.append(.createdByRow(earlier))
            } else {
                keys[key] = number
                targets.append(.new)
            }
        }
        if configuration.writes.repeatedKey == .matchedBefore {
            var seen: Set<RecordTarget> = []
            for target in targets where target != .new && !seen.insert(target).inserted {
                throw .upsertMatchesSeveral
            }
        }
        return targets
    }

    /// Carries out a checked write; gives each row's record as the request leaves it.
    private mutating func apply(
        _ prepared: PreparedWrite, _ targets: [RecordTarget], replaces: Bool, by author: WriteAuthor,
        _ base: BaseID, _ index: Int
    ) -> [StoredRecord] {
        let writer = RecordWrite(table: prepared.table, author: author, options: configuration.writes)
        let stamp = stamp(author)
        var recordIDs: [RecordID] = []
        for (row, target) in zip(prepared.rows, targets) {
            let existing: RecordID? =
                switch target {
                case .existing(let id): id
                case .createdByRow(let earlier): recordIDs[earlier]
                case .new: nil
                }
            if let existing, let record = state.record(existing, in: base, index) {
                let updated = writer.updated(record, by: row, replaces: replaces)
                if updated != record { state.put(updated, in: base, prepared.table, stamp: stamp) }
                recordIDs.append(existing)
            } else {
                let number = nextNumber(base, prepared.table.id)
                let record = writer.created(freshRecordID(base, index), number: number, from: row)
                state.put(record, in: base, prepared.table, stamp: stamp)
                recordIDs.append(record.id)
            }
        }
        return recordIDs.compactMap { state.record($0, in: base, index) }
    }

    /// Makes a record that typecast found missing.
    private mutating func make(_ named: NamedRecord, by author: WriteAuthor, _ base: BaseID) {
        guard let table = state.definition(of: named.table, in: base) else { return }
        let row = PreparedWrite.Row(cells: [(table.primaryField, named.cell)])
        let record = RecordWrite(table: table, author: author, options: configuration.writes)
            .created(named.id, number: nextNumber(base, table.id), from: row)
        state.put(record, in: base, table, stamp: nil)
    }

    private func nextNumber(_ base: BaseID, _ table: TableID) -> Int {
        (state.bases[base]?.lastNumber(of: table) ?? 0) + 1
    }

    /// What records at the other ends of links are marked with.
    func stamp(_ author: WriteAuthor) -> WriteAuthor? {
        configuration.writes.linkedRecord == .setsTime ? author : nil
    }

    /// An id that no record of the table has: after a restart from a store the generator may give old ones again.
    private mutating func freshRecordID(_ base: BaseID, _ index: Int) -> RecordID {
        var id = ids.identifier(RecordID.self)
        while state.record(id, in: base, index) != nil { id = ids.identifier() }
        return id
    }
}
