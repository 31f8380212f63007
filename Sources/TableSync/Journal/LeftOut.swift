import JSONText
import TableModel

/// Something that work on a run left as it is, and why, as the journal keeps it.
enum LeftOut: Sendable, Hashable {
    /// An undo found it; the operation is one of the run that was undone.
    case conflict(UndoConflict)
    /// Somebody else was at the record of an operation after the plan was made.
    case drift(Drift.Kind, RecordID, operation: Int)

    /// The place of the operation in its run.
    var operation: Int {
        switch self {
        case .conflict(let conflict): conflict.operation
        case .drift(_, _, let operation): operation
        }
    }

    var json: JSONValue {
        switch self {
        case .conflict(let conflict):
            let (field, other) = conflict.kind.details
            return [
                "why": .string(conflict.kind.name), "record": .string(conflict.record.rawValue),
                "field": JSONValue(optional: field), "other": JSONValue(optional: other?.rawValue),
            ]
        case .drift(let kind, let record, _):
            return ["why": .string("drift-\(kind.rawValue)"), "record": .string(record.rawValue)]
        }
    }

    init(at operation: Int, json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        let record = RecordID(unchecked: try members.string("record"))
        let why = try members.string("why")
        if why.hasPrefix("drift-"), let kind = Drift.Kind(rawValue: String(why.dropFirst("drift-".count))) {
            self = .drift(kind, record, operation: operation)
            return
        }
        let kind: UndoConflict.Kind
        switch why {
        case "changed": kind = .changed(field: try members.string("field"))
        case "gone": kind = .gone
        case "key-taken": kind = .keyTaken(by: RecordID(unchecked: try members.string("other")))
        case "no-pre-image": kind = .noPreImage
        case "no-field": kind = .noField(field: try members.string("field"))
        default: throw PlanTextProblem("the reason \"\(why)\" is not known")
        }
        self = .conflict(UndoConflict(kind, record, operation: operation))
    }
}

extension UndoConflict.Kind {
    fileprivate var name: String {
        switch self {
        case .changed: "changed"
        case .gone: "gone"
        case .keyTaken: "key-taken"
        case .noPreImage: "no-pre-image"
        case .noField: "no-field"
        }
    }

    /// The field and the other record that it names.
    fileprivate var details: (field: String?, other: RecordID?) {
        switch self {
        case .changed(let field), .noField(let field): (field, nil)
        case .keyTaken(let other): (nil, other)
        case .gone, .noPreImage: (nil, nil)
        }
    }
}
