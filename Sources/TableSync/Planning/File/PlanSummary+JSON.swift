import JSONText

extension PlanSummary {
    /// The line of a plan file after its steps.
    var json: JSONValue {
        [
            "do": "end",
            "counts": [
                "rows": JSONValue(counts.rowsIn), "create": JSONValue(counts.create),
                "update": JSONValue(counts.update),
                "unchanged": JSONValue(counts.unchanged), "skipped": JSONValue(counts.skipped),
                "invalid": JSONValue(counts.invalid), "delete": JSONValue(counts.delete),
                "archive": JSONValue(counts.archive), "kept": JSONValue(counts.kept),
            ],
            "calls": [
                "made": JSONValue(cost.made), "writes": JSONValue(cost.writes), "pre_images": JSONValue(cost.preImages),
                "deletes": JSONValue(cost.deletes), "verification": JSONValue(cost.verification),
                "milliseconds": cost.duration.map { JSONValue(Int(($0 / .milliseconds(1)).rounded())) } ?? .null,
            ],
            "findings": .array(
                findings.map {
                    [
                        "code": .string($0.code.rawValue), "severity": .string($0.severity.rawValue),
                        "message": .string($0.message),
                    ]
                }),
        ]
    }

    init(json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        guard try members.string("do") == "end" else { throw PlanTextProblem("the summary is missing") }
        let calls = try members.members("calls")
        let milliseconds = try calls.optional("milliseconds", calls.int)
        cost = PlanCost(
            made: try calls.int("made"), writes: try calls.int("writes"), preImages: try calls.int("pre_images"),
            deletes: try calls.int("deletes"), verification: try calls.int("verification"),
            duration: milliseconds.map { .milliseconds($0) })
        let numbers = try members.members("counts")
        counts.rowsIn = try numbers.int("rows")
        counts.create = try numbers.int("create")
        counts.update = try numbers.int("update")
        counts.unchanged = try numbers.int("unchanged")
        counts.skipped = try numbers.int("skipped")
        counts.invalid = try numbers.int("invalid")
        counts.delete = try numbers.int("delete")
        counts.archive = try numbers.int("archive")
        counts.kept = try numbers.int("kept")
        for finding in try members.array("findings") {
            let finding = try PlanMembers(finding)
            guard let severity = SafetyFinding.Severity(rawValue: try finding.string("severity")) else {
                throw PlanTextProblem("the severity of a finding is not known")
            }
            findings.append(
                SafetyFinding(
                    SafetyFinding.Code(rawValue: try finding.string("code")), severity, try finding.string("message")))
        }
    }
}
