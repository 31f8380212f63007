import JSONText
import TableModel

/// The form that steps have in plan files: an object a line, whose member `do` tells the kind.
extension PlanOperation {
    /// Writes this step as a line of a plan file.
    func write(to text: inout PlanText) {
        switch self {
        case .create(let create):
            text.begin("create")
            text.member("line", create.line)
            text.member("key", create.key)
            text.member("fields", create.fields)
            text.member("source", create.source)
        case .update(let update):
            text.begin("update")
            Self.write(update, to: &text)
        case .archive(let update):
            text.begin("archive")
            Self.write(update, to: &text)
        case .delete(let delete):
            text.begin("delete")
            text.member("id", delete.id.rawValue)
            text.member("key", delete.key)
            text.member("before", delete.before)
            text.member("seen", delete.seen)
            text.member("whole", delete.whole)
        case .unchanged(let line, let key):
            text.begin("nothing")
            text.member("line", line)
            text.member("key", key)
        case .skipped(let row):
            text.begin("skip")
            text.member("line", row.line)
            text.member("key", row.key)
            text.member("reasons", [row.reason])
        case .invalid(let row):
            text.begin("refuse")
            text.member("line", row.line)
            text.member("key", row.key)
            text.member("reasons", row.problems)
        case .adopt(let adoptions):
            text.begin("adopt")
            text.member("records", adoptions)
        }
        text.end()
    }

    private static func write(_ update: PlannedUpdate, to text: inout PlanText) {
        text.member("line", update.line)
        text.member("id", update.id.rawValue)
        text.member("key", update.key)
        text.member("before", update.before)
        text.member("after", update.after)
        text.member("seen", update.seen)
        text.member("source", update.source)
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
                    before: try members.fields("before"), seen: try members.fingerprint("seen"),
                    whole: try members.optional("whole", members.fingerprint)))
        case "nothing":
            self = .unchanged(line: try members.int("line"), key: try members.strings("key"))
        case "skip":
            guard let reason = try Self.reasons(members).first else { throw PlanTextProblem("the reason is missing") }
            self = .skipped(
                SkippedRow(line: try members.int("line"), key: try members.strings("key"), reason: reason))
        case "refuse":
            self = .invalid(
                InvalidRow(
                    line: try members.int("line"), key: try members.strings("key"),
                    problems: try Self.reasons(members)))
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

    private static func reasons(_ members: PlanMembers) throws(PlanTextProblem) -> [RowFailure] {
        var reasons: [RowFailure] = []
        for reason in try members.array("reasons") { reasons.append(try RowFailure(plan: reason)) }
        return reasons
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
    /// A reason as a member of a step.
    var planJSON: JSONValue {
        ["code": .string(code.rawValue), "field": JSONValue(optional: field), "message": .string(message)]
    }

    fileprivate init(plan json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        self.init(
            Code(rawValue: try members.string("code")), field: try members.optional("field", members.string),
            message: try members.string("message"))
    }
}
