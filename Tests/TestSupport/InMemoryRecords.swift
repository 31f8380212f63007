import FoundationEssentials
import TableModel

/// The records of an ``InMemoryTable`` and what requests do to them: all of a chunk or, if it throws, nothing.
struct InMemoryRecords {
    private struct Stored {
        var record: Record
        var modified: Date
    }

    private let limits: RemoteLimits
    private var stored: [RecordID: Stored] = [:]
    /// In the order of creation, which is that of the ids.
    private var ids: [RecordID] = []
    private var lastNumber = 0

    init(limits: RemoteLimits) { self.limits = limits }

    /// By id.
    var records: [Record] { entries.map(\.record) }

    private var entries: [Stored] { ids.compactMap { stored[$0] } }

    // MARK: Single records

    mutating func create(_ fields: Fields, at now: Date) -> Record {
        lastNumber += 1
        let digits = String(lastNumber)
        let id = RecordID(unchecked: "rec" + String(repeating: "0", count: 14 - digits.count) + digits)
        let record = Record(id: id, createdTime: now.wholeSecond, fields: Fields(fields.filter { !$0.1.isBlank }))
        stored[id] = Stored(record: record, modified: now)
        ids.append(id)
        return record
    }

    /// Makes a record that was there before.
    mutating func restore(_ record: Record, at now: Date) {
        stored[record.id] = Stored(record: record, modified: now)
        ids = (ids.filter { $0 != record.id } + [record.id]).sorted()
    }

    /// Changes the cells that are mentioned; nil if there is no such record. Equal cells do not count as a modification.
    mutating func update(_ id: RecordID, _ fields: Fields, replacing: Bool = false, at now: Date) -> Record? {
        guard var entry = stored[id] else { return nil }
        let before = entry.record.fields
        if replacing { entry.record.fields = Fields() }
        for (name, value) in fields { entry.record.fields[name] = value.isBlank ? nil : value }
        if entry.record.fields != before { entry.modified = now }
        stored[id] = entry
        return entry.record
    }

    mutating func delete(_ id: RecordID) -> Bool {
        ids.removeAll { $0 == id }
        return stored.removeValue(forKey: id) != nil
    }

    // MARK: Requests

    mutating func apply(_ chunk: WriteChunk, at now: Date) throws(RemoteError) -> WriteAnswer {
        let targets = try targets(of: chunk)
        var answer = WriteAnswer(serverTime: now.wholeSecond)
        for (element, target) in zip(chunk.elements, targets) {
            switch (chunk.verb, target) {
            case (.delete, let id?): if delete(id) { answer.deleted.insert(id) }
            case (let verb, let id?):
                if let record = update(id, element.fields, replacing: verb == .replace, at: now) {
                    answer.records.append(record)
                }
            case (_, nil):
                let record = create(element.fields, at: now)
                answer.records.append(record)
                answer.created.insert(record.id)
            }
        }
        return answer
    }

    /// The record that each element is about, as the table is before the request; nil for one to create.
    private func targets(of chunk: WriteChunk) throws(RemoteError) -> [RecordID?] {
        guard (1...limits.recordsPerWrite).contains(chunk.elements.count) else {
            throw refusal(.invalidRequest, "a request has 1 to \(limits.recordsPerWrite) records")
        }
        let ids = chunk.elements.compactMap(\.id)
        guard Set(ids).count == ids.count else { throw refusal(.invalidRequest, "a record occurs twice") }
        var targets: [RecordID?] = []
        for element in chunk.elements {
            switch (chunk.verb, element.id) {
            case (.create, nil): targets.append(nil)
            case (.create, _?): throw refusal(.invalidRequest, "a record to create has no id")
            case (.upsert(let fields), nil): targets.append(try match(element.fields, on: fields))
            case (_, nil): throw refusal(.invalidRequest, "a record to change has an id")
            case (_, let id?):
                guard stored[id] != nil else {
                    throw refusal(
                        .unknownRecord, "Record ID \(id) does not exist in this table", .init(recordID: id))
                }
                targets.append(id)
            }
        }
        return targets
    }

    private func match(_ cells: Fields, on fields: [String]) throws(RemoteError) -> RecordID? {
        guard (1...limits.mergeFields).contains(fields.count) else {
            throw refusal(.invalidRequest, "an upsert matches on 1 to \(limits.mergeFields) fields")
        }
        for field in fields where cells[field]?.isBlank ?? true {
            throw refusal(.invalidValue, "a key is blank", .init(field: field))
        }
        let key = fields.map { KeyField(name: $0, type: FieldType("")) }
        let wanted = Self.key(of: cells, key)
        let found = stored.values.filter { Self.key(of: $0.record.fields, key) == wanted }
        guard found.count <= 1 else { throw refusal(.ambiguousKey, "Cannot update more than one record") }
        return found.first?.record.id
    }

    // MARK: Reads

    func page(_ query: RecordQuery, after cursor: PageCursor?, at now: Date) throws(RemoteError) -> RecordPage {
        guard query.scope == nil, query.view == nil else {
            throw refusal(.invalidFormula, "a table in memory has no formulas and no views")
        }
        let passes = try condition(query.filter)
        let rest = entries.filter(passes).map(\.record)
            .drop { record in cursor.map { record.id.rawValue <= $0.text } ?? false }
        var page = Array(rest.prefix(limits.recordsPerPage))
        let next = page.count < rest.count ? page.last.map { PageCursor($0.id.rawValue) } : nil
        if let fields = query.fields {
            for place in page.indices {
                page[place].fields = Fields(page[place].fields.filter { fields.contains($0.0) })
            }
        }
        return RecordPage(records: page, next: next, serverTime: now.wholeSecond)
    }

    private func condition(_ filter: RecordQuery.Filter) throws(RemoteError) -> (Stored) -> Bool {
        switch filter {
        case .all: return { _ in true }
        case .ids(let ids):
            let wanted = Set(ids)
            return { wanted.contains($0.record.id) }
        case .keys(let keys, let fields):
            let wanted = Set(keys.map { key in zip(fields, key).map { Self.canonical($0, $1) } })
            return { wanted.contains(Self.key(of: $0.record.fields, fields)) }
        case .created(let since): return { $0.record.createdTime >= since.wholeSecond }
        case .modified(let since, let own):
            return { entry in
                entry.modified >= since.wholeSecond
                    && !own.contains { $0.ids.contains(entry.record.id) && entry.modified < $0.until.wholeSecond }
            }
        case .formula: throw refusal(.invalidFormula, "a table in memory has no formulas")
        }
    }

    /// The form in which equal keys are equal.
    private static func key(of cells: Fields, _ fields: [KeyField]) -> [CanonicalCell] {
        fields.map { canonical($0, cells[$0.name]) }
    }

    private static func canonical(_ field: KeyField, _ cell: FieldValue?) -> CanonicalCell {
        CanonicalCell(cell, field: FieldSchema(id: FieldID(unchecked: ""), name: field.name, type: field.type))
    }

    private func refusal(
        _ code: RemoteError.Code, _ message: String, _ mention: RemoteError.Mention? = nil
    ) -> RemoteError {
        RemoteError(code, message: message, attempted: "use a table in memory", mention: mention)
    }
}

extension Date {
    /// The beginning of the second, which is all that the service's clock shows.
    fileprivate var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
