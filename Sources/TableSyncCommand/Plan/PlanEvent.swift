import JSONText
import TableModel
import TableSync

/// What there is to say of a plan to machines, as events of the format `tablesync-events`.
enum PlanEvent {
    /// The plan as a whole.
    static func plan(_ plan: Plan, _ footer: PlanFooter, savedTo path: String?) -> JSONValue {
        let (counts, cost) = (plan.counts, plan.cost)
        let numbers: [(String, Int)] = [
            ("rows", counts.rowsIn), ("create", counts.create), ("update", counts.update),
            ("unchanged", counts.unchanged), ("skipped", counts.skipped), ("invalid", counts.invalid),
            ("delete", counts.delete), ("archive", counts.archive), ("kept", counts.kept),
            ("requests_made", cost.made), ("requests", footer.requests), ("requests_to_verify", cost.verification),
        ]
        var event: JSONObject = [
            "event": "plan", "id": .string(plan.header.id), "file": .string(plan.header.source.name),
            "table": .string(plan.header.target.name),
        ]
        for (name, number) in numbers { event[name] = .number(JSONNumber(number)) }
        event["seconds"] = .seconds(cost.duration)
        event["monthly_calls"] = footer.monthlyCalls.map { .number(JSONNumber($0)) } ?? .null
        event["monthly_share"] = footer.share.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? .null
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
}

extension JSONValue {
    /// Seconds with three decimals; null for nil.
    static func seconds(_ duration: Duration?) -> JSONValue {
        guard let duration, let number = JSONNumber((duration / .milliseconds(1)).rounded() / 1_000) else {
            return .null
        }
        return .number(number)
    }
}
