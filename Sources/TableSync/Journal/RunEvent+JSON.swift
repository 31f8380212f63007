import JSONText
import TableModel

/// The form that events have in a journal: an object whose member `event` tells the kind. Pre-images have a table of their own.
extension RunEvent {
    var content: JournalEntry.Content {
        switch self {
        case .intent(let attempt, let chunk, let rows):
            .json([
                "event": "intent", "attempt": JSONValue(attempt), "verb": .string(chunk.verb.name),
                "matching": JSONValue(chunk.verb.key), "typecast": .bool(chunk.typecast),
                "rows": .array(rows.map { JSONValue($0) }), "elements": .array(chunk.elements.map(\.journalJSON)),
            ])
        case .answered(let attempt, let answer):
            .json(["event": "answered", "attempt": JSONValue(attempt), "answer": answer.journalJSON])
        case .withdrawn(let attempt): .json(["event": "withdrawn", "attempt": JSONValue(attempt)])
        case .preImages(let records): .preImages(records)
        case .outcomes(let outcomes):
            .json(["event": "outcomes", "outcomes": .array(outcomes.map(\.journalJSON))])
        }
    }

    init(json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        switch try members.string("event") {
        case "intent":
            let verb = try WriteChunk.Verb(members.string("verb"), matching: members.strings("matching"))
            var elements: [WriteChunk.Element] = []
            for element in try members.array("elements") { elements.append(try WriteChunk.Element(journal: element)) }
            let rows = try members.array("rows").compactMap { $0.numberValue?.intValue }
            guard rows.count == elements.count else {
                throw PlanTextProblem("an intent has not a row for each element")
            }
            let chunk = WriteChunk(verb, elements, typecast: try members.bool("typecast"))
            self = .intent(attempt: try members.int("attempt"), chunk: chunk, rows: rows)
        case "answered":
            let answer = try Attempt<WriteAnswer>(journal: members.members("answer"))
            self = .answered(attempt: try members.int("attempt"), answer)
        case "withdrawn": self = .withdrawn(attempt: try members.int("attempt"))
        case "outcomes":
            var outcomes: [RowOutcome] = []
            for outcome in try members.array("outcomes") {
                outcomes.append(try RowOutcome(journal: PlanMembers(outcome)))
            }
            self = .outcomes(outcomes)
        case let kind: throw PlanTextProblem("the event \"\(kind)\" is not known")
        }
    }
}

extension JournalEntry.Content {
    fileprivate static func json(_ event: JSONValue) -> Self { .event(event.text) }
}

extension WriteChunk.Verb {
    fileprivate var name: String {
        switch self {
        case .create: "create"
        case .update: "update"
        case .replace: "replace"
        case .upsert: "upsert"
        case .delete: "delete"
        }
    }

    fileprivate var key: [String] {
        switch self {
        case .upsert(let key): key
        case .create, .update, .replace, .delete: []
        }
    }

    fileprivate init(_ name: String, matching key: [String]) throws(PlanTextProblem) {
        switch name {
        case "create": self = .create
        case "update": self = .update
        case "replace": self = .replace
        case "upsert": self = .upsert(matching: key)
        case "delete": self = .delete
        default: throw PlanTextProblem("the verb \"\(name)\" is not known")
        }
    }
}

extension WriteChunk.Element {
    fileprivate var journalJSON: JSONValue {
        ["id": JSONValue(optional: id?.rawValue), "fields": .object(fields.journalJSON)]
    }

    fileprivate init(journal json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        self.init(id: try members.optional("id", members.recordID), fields: try members.fields("fields"))
    }
}

extension Fields {
    /// The cells as one JSON object.
    var journalJSON: JSONObject { JSONObject(map { ($0, $1.json) }) }
}
