import FoundationEssentials
import JSONText
import TableModel
import TableSync

/// What there is to say of runs to machines, as events of the format `tablesync-events`.
enum RunEvents {
    /// A run as a whole; its numbers are null where nobody has counted.
    static func run(_ run: JournalledRun, _ tally: RunTally?, _ relations: RunRelations) -> JSONValue {
        let description = run.description
        var event: JSONObject = [
            "event": "run", "run": .string(run.id.rawValue), "what": .string(description.what),
            "service": .string(description.target.service), "base": .string(description.target.base),
            "table": .string(description.target.name), "table_id": .string(description.target.table.rawValue),
            "begun": .string(run.begun.formatted(.iso8601)),
            "ended": .text(run.ending?.date.formatted(.iso8601)), "ending": .text(run.ending?.kind.rawValue),
            "sentence": .text(run.ending?.sentence), "endings": .array(run.endings.map(ending)),
            "on_error": .string(description.strategy),
            "key": .array((relations.key(of: run) ?? []).map(JSONValue.string)), "plan": .text(description.plan?.id),
            "pre_images": .bool(description.preImages.areKnown),
            "unseen": .array(description.preImages.unseen.map(JSONValue.string)),
            "undoes": .text(description.undoes?.rawValue),
        ]
        event["undos"] = .array(relations.undos.map(undo))
        event["superseded_by"] = .text(relations.successor?.id.rawValue)
        for (name, number) in numbers(tally) { event[name] = number.map(JSONValue.count) ?? .null }
        return .object(event)
    }

    private static func undo(_ undo: JournalledRun) -> JSONValue {
        [
            "run": .string(undo.id.rawValue), "ending": .text(undo.ending?.kind.rawValue),
            "sentence": .text(undo.ending?.sentence),
        ]
    }

    private static func ending(_ ending: RunEnding) -> JSONValue {
        [
            "of": .string(ending.stage.rawValue), "at": .string(ending.date.formatted(.iso8601)),
            "ending": .string(ending.kind.rawValue), "sentence": .string(ending.sentence),
        ]
    }

    private static func numbers(_ tally: RunTally?) -> [(String, Int?)] {
        [
            ("operations", tally?.operations), ("created", tally?.created), ("updated", tally?.updated),
            ("deleted", tally?.deleted), ("already_gone", tally?.alreadyGone), ("failed", tally?.failed),
            ("in_doubt", tally?.inDoubt), ("not_attempted", tally?.notAttempted),
        ]
    }

    /// One operation of a run.
    static func step(_ step: JournalledStep) -> JSONValue {
        let planned = step.operation.flatMap(PlanStep.init)
        var event: JSONObject = [
            "event": "run_step", "operation": .count(step.position), "do": .text(planned?.verb),
            "line": step.line.map(JSONValue.count) ?? .null,
            "key": .array((planned?.key ?? step.key).map(JSONValue.string)), "record": .text(step.record?.rawValue),
            "before": .cells(planned?.before ?? Fields()), "after": .cells(planned?.after ?? step.sent ?? Fields()),
            "standing": .string(RunLines.word(step.standing).replacing(" ", with: "_")),
            "pre_image": .bool(step.hasPreImage), "attempt": .null, "since": .null, "code": .null, "field": .null,
            "message": .null, "left_out": .text(step.leftOut?.rawValue),
            "replaces": .text(step.replaces?.rawValue),
        ]
        switch step.standing {
        case .inDoubt(let attempt, let since):
            event["attempt"] = attempt.map(JSONValue.count) ?? .null
            event["since"] = .string(since.formatted(.iso8601))
        case .failed(let reason):
            event["code"] = .text(reason?.code.rawValue)
            event["field"] = .text(reason?.field)
            event["message"] = .text(reason?.message)
        case .notAttempted, .created, .updated, .deleted, .alreadyGone: break
        }
        return .object(event)
    }

    /// What can be done about a run.
    static func remedy(_ remedy: RunRemedy) -> JSONValue {
        [
            "event": "run_remedy", "resume": .text(remedy.resume), "resume_anyway": .text(remedy.resumeAnyway),
            "undo": .text(remedy.undo), "show": .text(remedy.show),
        ]
    }

    /// What a prune removed from the journal of a base.
    static func pruned(_ pruning: Journal.Pruning, of base: String, bytesBefore: Int) -> JSONValue {
        [
            "event": "runs_pruned", "base": .string(base),
            "removed": .array(pruning.removed.map { .string($0.rawValue) }),
            "spared": .array(pruning.spared.map { .string($0.rawValue) }), "bytes_before": .count(bytesBefore),
            "bytes": .count(pruning.bytes), "warning": .text(pruning.warning),
        ]
    }
}

extension JSONValue {
    /// A whole number.
    static func count(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }

    /// A text; null for nil.
    static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
