import JSONText
import TableModel

/// The form that answers have in a journal.
extension Attempt<WriteAnswer> {
    var journalJSON: JSONValue {
        switch self {
        case .applied(let answer):
            [
                "result": "applied", "records": .array(answer.records.map(\.journalJSON)),
                "created": JSONValue(answer.created.sorted().map(\.rawValue)),
                "deleted": JSONValue(answer.deleted.sorted().map(\.rawValue)), "time": JSONValue(answer.serverTime),
            ]
        case .notApplied(let error), .unknown(let error), .rejected(let error), .fatal(let error):
            [
                "result": .string(label), "code": .string(error.code.rawValue),
                "status": error.status.map { JSONValue($0) } ?? .null, "type": JSONValue(optional: error.type),
                "message": .string(error.message), "attempted": .string(error.attempted),
            ]
        }
    }

    init(journal members: PlanMembers) throws(PlanTextProblem) {
        let result = try members.string("result")
        guard result != "applied" else {
            var records: [Record] = []
            for record in try members.array("records") { records.append(try Record(journal: PlanMembers(record))) }
            self = .applied(
                WriteAnswer(
                    records: records, created: Set(try members.strings("created").map(RecordID.init(unchecked:))),
                    deleted: Set(try members.strings("deleted").map(RecordID.init(unchecked:))),
                    serverTime: try members.optional("time", members.date)))
            return
        }
        let error = RemoteError(
            RemoteError.Code(try members.string("code")), status: try members.optional("status", members.int),
            type: try members.optional("type", members.string), message: try members.string("message"),
            attempted: try members.string("attempted"))
        switch result {
        case "not-applied": self = .notApplied(error)
        case "unknown": self = .unknown(error)
        case "rejected": self = .rejected(error)
        case "fatal": self = .fatal(error)
        default: throw PlanTextProblem("the answer \"\(result)\" is not known")
        }
    }
}

extension Record {
    var journalJSON: JSONValue {
        ["id": .string(id.rawValue), "created": JSONValue(createdTime), "fields": .object(fields.journalJSON)]
    }

    init(journal members: PlanMembers) throws(PlanTextProblem) {
        self.init(
            id: RecordID(unchecked: try members.string("id")), createdTime: try members.date("created"),
            fields: try members.fields("fields"))
    }
}
