import JSONText
import TableModel

/// The form that steps have in plan files: an object a line, whose member `do` tells the kind.
extension PlanOperation {
    /// This step as a line of a plan file.
    var json: JSONValue {
        switch self {
        case .create(let create):
            [
                "do": "create", "line": JSONValue(create.line), "key": JSONValue(create.key),
                "fields": JSONValue(create.fields), "source": .string(create.source.hex),
            ]
        case .update(let update): Self.json("update", update)
        case .archive(let update): Self.json("archive", update)
        case .delete(let delete):
            [
                "do": "delete", "id": .string(delete.id.rawValue), "key": JSONValue(delete.key),
                "before": JSONValue(delete.before), "seen": .string(delete.seen.hex),
            ]
        case .unchanged(let line, let key):
            ["do": "nothing", "line": JSONValue(line), "key": JSONValue(key)]
        case .skipped(let row):
            [
                "do": "skip", "line": JSONValue(row.line), "key": JSONValue(row.key), "reason": row.reason.planJSON,
            ]
        case .invalid(let row):
            [
                "do": "refuse", "line": JSONValue(row.line), "key": JSONValue(row.key),
                "problems": .array(row.problems.map(\.planJSON)),
            ]
        case .adopt(let adoptions):
            [
                "do": "adopt",
                "records": .array(
                    adoptions.map {
                        .array([
                            .number(JSONNumber($0.rowID)), .string($0.seen.hex), .string($0.source.hex),
                        ])
                    }),
            ]
        }
    }

    private static func json(_ verb: String, _ update: PlannedUpdate) -> JSONValue {
        [
            "do": .string(verb), "line": update.line.map { JSONValue($0) } ?? .null,
            "id": .string(update.id.rawValue), "key": JSONValue(update.key), "before": JSONValue(update.before),
            "after": JSONValue(update.after), "seen": .string(update.seen.hex),
            "source": JSONValue(optional: update.source?.hex),
        ]
    }

    /// The step that a line of a plan file holds.
    init(json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        switch try members.string("do") {
        case "create":
            self = .create(
                PlannedCreate(
                    line: try members.int("line"), key: try members.strings("key"),
                    fields: try members.fields("fields"), source: try members.fingerprint("source")))
        case "update": self = .update(try Self.update(members))
        case "archive": self = .archive(try Self.update(members))
        case "delete":
            self = .delete(
                PlannedDelete(
                    id: try members.recordID("id"), key: try members.strings("key"),
                    before: try members.fields("before"), seen: try members.fingerprint("seen")))
        case "nothing":
            self = .unchanged(line: try members.int("line"), key: try members.strings("key"))
        case "skip":
            self = .skipped(
                SkippedRow(
                    line: try members.int("line"), key: try members.strings("key"),
                    reason: try RowFailure(plan: members.value("reason"))))
        case "refuse":
            var problems: [RowFailure] = []
            for problem in try members.array("problems") { problems.append(try RowFailure(plan: problem)) }
            self = .invalid(
                InvalidRow(
                    line: try members.int("line"), key: try members.strings("key"), problems: problems))
        case "adopt":
            var adoptions: [Adoption] = []
            for record in try members.array("records") { adoptions.append(try Self.adoption(record)) }
            self = .adopt(adoptions)
        case let verb: throw PlanTextProblem("the step \"\(verb)\" is not known")
        }
    }

    private static func update(_ members: PlanMembers) throws(PlanTextProblem) -> PlannedUpdate {
        PlannedUpdate(
            line: try members.optional("line", members.int), id: try members.recordID("id"),
            key: try members.strings("key"), before: try members.fields("before"),
            after: try members.fields("after"), seen: try members.fingerprint("seen"),
            source: try members.optional("source", members.fingerprint))
    }

    private static func adoption(_ json: JSONValue) throws(PlanTextProblem) -> Adoption {
        guard let parts = json.arrayValue, parts.count == 3, let rowID = parts[0].numberValue?.intValue,
            let seen = parts[1].stringValue.flatMap(Fingerprint.init(hex:)),
            let source = parts[2].stringValue.flatMap(Fingerprint.init(hex:))
        else { throw PlanTextProblem("a record to adopt is not a number and two fingerprints") }
        return Adoption(rowID: Int64(rowID), seen: seen, source: source)
    }
}

extension RowFailure {
    fileprivate var planJSON: JSONValue {
        ["code": .string(code.rawValue), "field": JSONValue(optional: field), "message": .string(message)]
    }

    fileprivate init(plan json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        self.init(
            Code(rawValue: try members.string("code")), field: try members.optional("field", members.string),
            message: try members.string("message"))
    }
}
