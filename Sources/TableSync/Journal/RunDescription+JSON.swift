import JSONText
import TableModel

/// The form that descriptions of runs have in a journal.
extension RunDescription {
    var json: JSONValue {
        [
            "what": .string(what), "service": .string(target.service), "base": .string(target.base),
            "table": .string(target.table.rawValue), "name": .string(target.name), "strategy": .string(strategy),
            "key": JSONValue(key), "plan": plan?.json ?? .null, "pre_images": preImages.json,
            "may_delete": .bool(mayDelete), "closes_snapshot": .bool(closesSnapshot),
            "undoes": JSONValue(optional: undoes?.rawValue), "is_rollback": .bool(isRollback),
            "lasting": JSONValue(lasting), "row_count": rowCount.map { .number(JSONNumber($0)) } ?? .null,
            "fields": .object(fieldNames), "quiet_event": quietEvent.map { .number(JSONNumber(Int($0))) } ?? .null,
        ]
    }

    init(json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        let target = PlanTarget(
            service: try members.string("service"), base: try members.string("base"),
            table: TableID(unchecked: try members.string("table")), name: try members.string("name"))
        let undoes = try members.optional("undoes", members.string).flatMap(RunID.init(rawValue:))
        self.init(
            try members.string("what"), target: target, strategy: try members.string("strategy"),
            key: try members.strings("key"), undoes: undoes)
        preImages = try PreImages(of: members)
        mayDelete = try members.bool("may_delete")
        if members.has("closes_snapshot") { closesSnapshot = try members.bool("closes_snapshot") }
        if members.has("is_rollback") { isRollback = try members.bool("is_rollback") }
        if members.has("lasting") { lasting = try members.strings("lasting") }
        if members.has("quiet_event") { quietEvent = Int64(try members.int("quiet_event")) }
        if members.has("row_count") { rowCount = try members.int("row_count") }
        if members.has("plan") {
            let header = try PlanHeader(json: members.value("plan"))
            plan = header
            fields = header.fieldNames
        }
        if members.has("fields") {
            for (id, name) in try members.value("fields").objectValue ?? [:] {
                fields[FieldID(unchecked: id)] = name.stringValue
            }
        }
    }

    private var fieldNames: JSONObject {
        JSONObject(fields.sorted { $0.key < $1.key }.map { ($0.key.rawValue, .string($0.value)) })
    }
}
