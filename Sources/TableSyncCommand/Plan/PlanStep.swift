import JSONText
import TableModel
import TableSync

/// One step of a plan as machines are told of it, in whatever format.
struct PlanStep: Sendable {
    let symbol: PlanSymbol
    let verb: String
    /// The row's line; nil for what is done to records that no row names.
    let line: Int?
    let record: RecordID?
    let key: [String]
    private(set) var before = Fields()
    private(set) var after = Fields()
    /// Why a row is left out; nil for other steps.
    private(set) var message: String?

    /// Nil for what concerns no row.
    init?(_ operation: PlanOperation) {
        guard let symbol = PlanSymbol(operation) else { return nil }
        self.symbol = symbol
        line = operation.line
        key = operation.key
        switch operation {
        case .create(let create):
            (verb, record) = ("create", nil)
            after = create.fields
        case .update(let update):
            (verb, record) = ("update", update.id)
            (before, after) = (update.before, update.after)
        case .archive(let update):
            (verb, record) = ("archive", update.id)
            (before, after) = (update.before, update.after)
        case .delete(let delete):
            (verb, record) = ("delete", delete.id)
            before = delete.before
        case .skipped(let row):
            (verb, record) = ("skip", nil)
            message = row.reason.message
        case .invalid(let row):
            (verb, record) = ("refuse", nil)
            message = row.problems.map(\.message).joined(separator: " ")
        case .unchanged, .adopt: (verb, record) = ("leave", nil)
        }
    }

    /// The step as an event of the format `tablesync-events`.
    var event: JSONValue {
        [
            "event": "step", "do": .string(verb), "line": line.map { .number(JSONNumber($0)) } ?? .null,
            "record": record.map { .string($0.rawValue) } ?? .null, "key": .array(key.map(JSONValue.string)),
            "before": .cells(before), "after": .cells(after), "message": message.map(JSONValue.string) ?? .null,
        ]
    }
}

extension JSONValue {
    /// Cells as an object.
    static func cells(_ fields: Fields) -> JSONValue { .object(JSONObject(fields.map { ($0.0, $0.1.json) })) }
}
