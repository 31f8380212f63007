import JSONText
import TableModel
import TableSync

/// What there is to say of an undo to machines, as events of the format `tablesync-events`.
enum UndoEvents {
    /// A record that was created again.
    static func recreated(_ recreation: UndoReport.Recreation) -> JSONValue {
        ["event": "recreated", "old": .string(recreation.old.rawValue), "new": .string(recreation.new.rawValue)]
    }

    /// Something that no API can put back.
    static func loss(_ loss: UndoLoss) -> JSONValue {
        let (kind, field): (String, String?) =
            switch loss.kind {
            case .identity: ("identity", nil)
            case .attachments(let field): ("attachments", field)
            case .field(let field): ("field", field)
            case .links(let field): ("links", field)
            }
        return [
            "event": "undo_loss", "record": .string(loss.record.rawValue), "kind": .string(kind), "field": .text(field),
            "message": .string(loss.description),
        ]
    }

    /// Something that was left as it is.
    static func conflict(_ conflict: UndoConflict, _ subject: UndoReport.Subject?) -> JSONValue {
        let (kind, field, other): (String, String?, String?) =
            switch conflict.kind {
            case .changed(let field): ("changed", field, nil)
            case .gone: ("gone", nil, nil)
            case .keyTaken(let other): ("key_taken", nil, other.rawValue)
            case .noPreImage: ("no_pre_image", nil, nil)
            case .noField(let field): ("no_field", field, nil)
            }
        return [
            "event": "undo_conflict", "operation": .count(conflict.operation), "line": line(subject),
            "key": key(subject),
            "record": .string(conflict.record.rawValue), "kind": .string(kind), "field": .text(field),
            "other": .text(other), "message": .string(conflict.description),
        ]
    }

    /// A write that the service refused, or of which nobody can tell whether it was carried out.
    static func failed(_ outcome: RowOutcome, _ subject: UndoReport.Subject?) -> JSONValue {
        var event: JSONObject = [
            "event": "undo_failed", "operation": .count(outcome.index), "line": line(subject), "key": key(subject),
            "record": .text(subject?.record?.rawValue), "code": .null, "field": .null, "message": .null,
        ]
        switch outcome.result {
        case .failed(let failure), .unknown(let failure):
            event["code"] = .string(failure.code.rawValue)
            event["field"] = .text(failure.field)
            event["message"] = .string(failure.message)
        default: break
        }
        return .object(event)
    }

    private static func line(_ subject: UndoReport.Subject?) -> JSONValue {
        subject?.line.map(JSONValue.count) ?? .null
    }

    private static func key(_ subject: UndoReport.Subject?) -> JSONValue {
        .array((subject?.key ?? []).map(JSONValue.string))
    }
}
