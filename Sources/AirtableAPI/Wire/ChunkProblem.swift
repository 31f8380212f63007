import TableModel

/// Why the service is known to refuse a chunk, found before it is sent.
struct ChunkProblem: Sendable, Hashable {
    var code = RemoteError.Code.invalidRequest
    var message: String
    var remedy: String?
    var field: String?

    /// Looks for the first problem; nil if there is none.
    init?(_ chunk: WriteChunk) {
        let limit = RemoteLimits.airtable.recordsPerWrite
        guard (1...limit).contains(chunk.elements.count) else {
            self.init(
                message: "one request carries 1 to \(limit) records",
                remedy: "Send them in chunks, as the TableSync library does for any number of rows.")
            return
        }
        switch chunk.verb {
        case .create:
            guard !chunk.elements.contains(where: { $0.id != nil }) else {
                self.init(message: "a record that is to be created cannot have an id already")
                return
            }
        case .update, .replace, .delete:
            guard chunk.elements.allSatisfy({ $0.id != nil }) else {
                self.init(message: "a record that is to be changed or deleted needs its id")
                return
            }
        case .upsert(let fields):
            if let problem = Self.ofUpsert(chunk, fields) {
                self = problem
                return
            }
        }
        let ids = chunk.elements.compactMap(\.id)
        guard Set(ids).count == ids.count else {
            self.init(
                message: "a record occurs in it twice", remedy: "Merge the changes of one record into one element.")
            return
        }
        if chunk.verb != .delete, let field = chunk.elements.lazy.compactMap(\.fields.firstInexpressible).first {
            self.init(
                code: .invalidValue, message: "field \"\(field)\" holds a number that is infinite or not a number",
                remedy: "Give a finite number, or null to clear the cell.", field: field)
            return
        }
        return nil
    }

    private init(code: RemoteError.Code = .invalidRequest, message: String, remedy: String? = nil, field: String? = nil)
    {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.field = field
    }

    private static func ofUpsert(_ chunk: WriteChunk, _ fields: [String]) -> ChunkProblem? {
        let limit = RemoteLimits.airtable.mergeFields
        guard (1...limit).contains(fields.count) else {
            return ChunkProblem(
                message: "an upsert matches on 1 to \(limit) fields, and \(fields.count) were given")
        }
        for element in chunk.elements where element.id == nil {
            for field in fields where element.fields[field]?.isBlank ?? true {
                return ChunkProblem(
                    code: .invalidValue, message: "a record has no value in \"\(field)\", which it is matched by",
                    remedy: "Give every record a value in each field of the key.", field: field)
            }
        }
        return nil
    }
}
