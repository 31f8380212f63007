import JSONText
import TableModel
import TableSync

/// What there is to say of a plan to machines, as events of the format `tablesync-events`.
enum PlanEvent {
    /// A step that writes or deletes, or a row that is skipped; nil for what has events of its own or no meaning outside.
    static func step(_ operation: PlanOperation) -> JSONValue? {
        switch operation {
        case .create(let create): step("create", create.line, nil, create.key, after: create.fields)
        case .update(let update):
            step("update", update.line, update.id, update.key, before: update.before, after: update.after)
        case .archive(let update):
            step("archive", update.line, update.id, update.key, before: update.before, after: update.after)
        case .delete(let delete): step("delete", nil, delete.id, delete.key, before: delete.before)
        case .skipped(let row): step("skip", row.line, nil, row.key, message: row.reason.message)
        case .unchanged, .invalid, .adopt: nil
        }
    }

    /// The plan as a whole.
    static func plan(_ plan: Plan, savedTo path: String?) -> JSONValue {
        let (counts, cost) = (plan.counts, plan.cost)
        let numbers: [(String, Int)] = [
            ("rows", counts.rowsIn), ("create", counts.create), ("update", counts.update),
            ("unchanged", counts.unchanged), ("skipped", counts.skipped), ("invalid", counts.invalid),
            ("delete", counts.delete), ("archive", counts.archive), ("kept", counts.kept),
            ("requests_made", cost.made), ("requests", cost.toCome), ("requests_to_verify", cost.verification),
        ]
        var event: JSONObject = [
            "event": "plan", "id": .string(plan.header.id), "file": .string(plan.header.source.name),
            "table": .string(plan.header.target.name),
        ]
        for (name, number) in numbers { event[name] = .number(JSONNumber(number)) }
        event["seconds"] = .seconds(cost.duration)
        event["findings"] = .array(
            plan.findings.map {
                [
                    "code": .string($0.code.rawValue), "severity": .string($0.severity.rawValue),
                    "message": .string($0.message),
                ]
            })
        event["saved_to"] = path.map(JSONValue.string) ?? .null
        return .object(event)
    }

    /// A way in which the table's state could have been known.
    static func refresh(_ alternative: RefreshAlternative, _ choice: RefreshChoice) -> JSONValue {
        let number = { (calls: Int?) in calls.map { JSONValue.number(JSONNumber($0)) } ?? .null }
        return [
            "event": "refresh", "way": .string(alternative.method.rawValue),
            "chosen": .bool(alternative.method == choice.chosen?.method),
            "calls_at_least": number(alternative.calls.atLeast), "calls_likely": number(alternative.calls.likely),
            "problem": alternative.problem.map(JSONValue.string) ?? .null,
            "doubt": alternative.doubt.map(JSONValue.string) ?? .null,
        ]
    }

    private static func step(
        _ verb: String, _ line: Int?, _ id: RecordID?, _ key: [String], before: Fields = Fields(),
        after: Fields = Fields(), message: String? = nil
    ) -> JSONValue {
        [
            "event": "step", "do": .string(verb), "line": line.map { .number(JSONNumber($0)) } ?? .null,
            "record": id.map { .string($0.rawValue) } ?? .null, "key": .array(key.map(JSONValue.string)),
            "before": .cells(before), "after": .cells(after), "message": message.map(JSONValue.string) ?? .null,
        ]
    }
}

extension JSONValue {
    /// Seconds with three decimals; null for nil.
    static func seconds(_ duration: Duration?) -> JSONValue {
        guard let duration, let number = JSONNumber((duration / .milliseconds(1)).rounded() / 1_000) else {
            return .null
        }
        return .number(number)
    }

    fileprivate static func cells(_ fields: Fields) -> JSONValue {
        .object(JSONObject(fields.map { ($0.0, $0.1.json) }))
    }
}
