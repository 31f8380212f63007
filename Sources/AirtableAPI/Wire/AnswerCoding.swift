import JSONText
import TableModel

extension RecordPage {
    /// Reads one page of a list. An empty offset counts as none.
    init(answer: ServiceAnswer) throws(UnreadableAnswer) {
        var records: [Record] = []
        for element in try answer.elements("records") { records.append(try Record(wire: element)) }
        let offset = answer.json["offset"]?.stringValue.flatMap { $0.isEmpty ? nil : PageCursor($0) }
        self.init(records: records, next: offset, serverTime: answer.serverTime)
    }
}

extension WriteAnswer {
    /// Reads the answer to `chunk`, which must account for every element of it: an answer that does not is no answer, since
    /// rows would be taken for each other.
    init(answer: ServiceAnswer, to chunk: WriteChunk) throws(UnreadableAnswer) {
        let elements = try answer.elements("records")
        guard elements.count == chunk.elements.count else {
            throw UnreadableAnswer("it has \(elements.count) records and \(chunk.elements.count) were sent")
        }
        if chunk.verb == .delete {
            self.init(deleted: try Self.deleted(elements), serverTime: answer.serverTime)
            return
        }
        var records: [Record] = []
        for (element, sent) in zip(elements, chunk.elements) {
            let record = try Record(wire: element)
            guard sent.id == nil || sent.id == record.id else {
                throw UnreadableAnswer("its records are not in the order in which they were sent")
            }
            records.append(record)
        }
        let created: Set<RecordID> =
            switch chunk.verb {
            case .create: Set(records.map(\.id))
            case .upsert: try Self.created(answer)
            case .update, .replace, .delete: []
            }
        self.init(records: records, created: created, serverTime: answer.serverTime)
    }

    private static func created(_ answer: ServiceAnswer) throws(UnreadableAnswer) -> Set<RecordID> {
        var ids: Set<RecordID> = []
        for element in try answer.elements("createdRecords") {
            guard let id = element.stringValue.flatMap(RecordID.init(rawValue:)) else {
                throw UnreadableAnswer("its createdRecords are not ids of records")
            }
            ids.insert(id)
        }
        return ids
    }

    private static func deleted(_ elements: [JSONValue]) throws(UnreadableAnswer) -> Set<RecordID> {
        var ids: Set<RecordID> = []
        for element in elements {
            guard let id = element["id"]?.stringValue.flatMap(RecordID.init(rawValue:)),
                let isDeleted = element["deleted"]?.boolValue
            else { throw UnreadableAnswer("it does not say which records are deleted") }
            if isDeleted { ids.insert(id) }
        }
        return ids
    }
}
