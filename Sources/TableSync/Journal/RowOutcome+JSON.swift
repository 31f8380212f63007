import JSONText
import TableModel

/// The form that outcomes have in a journal.
extension RowOutcome {
    var journalJSON: JSONValue {
        var object: JSONObject = ["row": JSONValue(index), "line": JSONValue(line), "result": .string(name)]
        switch result {
        case .created(let record), .updated(let record): object["record"] = record.journalJSON
        case .deleted(let id), .alreadyGone(let id): object["id"] = .string(id.rawValue)
        case .failed(let failure), .unknown(let failure):
            object["reason"] = failure.planJSON
            if failure.wasRefused { object["refused"] = true }
        case .restored(let id): object["id"] = .string(id.rawValue)
        case .notAttempted, .rolledBack: break
        }
        return .object(object)
    }

    init(journal members: PlanMembers) throws(PlanTextProblem) {
        let result: Result
        switch try members.string("result") {
        case "created": result = .created(try Record(journal: members.members("record")))
        case "updated": result = .updated(try Record(journal: members.members("record")))
        case "deleted": result = .deleted(RecordID(unchecked: try members.string("id")))
        case "already-gone": result = .alreadyGone(RecordID(unchecked: try members.string("id")))
        case "failed": result = .failed(try Self.reason(members))
        case "unknown": result = .unknown(try Self.reason(members))
        case "not-attempted": result = .notAttempted
        case "rolled-back": result = .rolledBack
        case "restored": result = .restored(as: RecordID(unchecked: try members.string("id")))
        case let name: throw PlanTextProblem("the outcome \"\(name)\" is not known")
        }
        self.init(index: try members.int("row"), line: try members.int("line"), result: result)
    }

    private static func reason(_ members: PlanMembers) throws(PlanTextProblem) -> RowFailure {
        let reason = try members.members("reason")
        var failure = RowFailure(
            RowFailure.Code(rawValue: try reason.string("code")), field: try reason.optional("field", reason.string),
            message: try reason.string("message"))
        if members.has("refused") { failure.wasRefused = try members.bool("refused") }
        return failure
    }

    private var name: String {
        switch result {
        case .created: "created"
        case .updated: "updated"
        case .deleted: "deleted"
        case .alreadyGone: "already-gone"
        case .failed: "failed"
        case .unknown: "unknown"
        case .notAttempted: "not-attempted"
        case .rolledBack: "rolled-back"
        case .restored: "restored"
        }
    }
}
