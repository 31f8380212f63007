import JSONText
import TableModel

extension PlanHeader {
    /// The first line of a plan file.
    var json: JSONValue {
        [
            "format": .string(PlanFormat.name), "version": JSONValue(PlanFormat.version), "id": .string(id),
            "made_at": JSONValue(madeAt),
            "target": [
                "service": .string(target.service), "base": .string(target.base),
                "table": .string(target.table.rawValue), "name": .string(target.name),
            ],
            "fields": .array(managed.fields.map(\.planJSON)), "key": JSONValue(managed.key.map(\.name)),
            "also_read": .array(managed.alsoRead.map(\.planJSON)), "conversion": .string(managed.conversion),
            "binding": .string(managed.binding.hex),
            "whole": whole.map { .array($0.fields.map(\.planJSON)) } ?? .null, "mode": mode.json,
            "typecast": .bool(typecast),
            "source": [
                "name": .string(source.name), "sha256": JSONValue(optional: source.digest),
                "path": JSONValue(optional: source.path),
            ],
            "basis": basis.json, "warnings": JSONValue(warnings),
        ]
    }

    init(json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        let target = try members.members("target")
        let source = try members.members("source")
        let managed = try Self.managed(members)
        self.init(
            id: try members.fingerprint("id").hex, madeAt: try members.date("made_at"),
            target: PlanTarget(
                service: try target.string("service"), base: try target.string("base"),
                table: TableID(unchecked: try target.string("table")), name: try target.string("name")),
            managed: managed, whole: try Self.whole(members, key: managed.key),
            mode: try PlanMode(json: members.value("mode")),
            typecast: try members.bool("typecast"),
            source: PlanSource(
                name: try source.string("name"), digest: try source.optional("sha256", source.string),
                path: try source.optional("path", source.string)),
            basis: try PlanBasis(json: members.value("basis")), warnings: try members.strings("warnings"))
    }

    private static func managed(_ members: PlanMembers) throws(PlanTextProblem) -> ManagedFields {
        let fields = try schemas(members.array("fields"))
        let names = try members.strings("key")
        let key = names.compactMap { name in fields.first { $0.name == name } }
        guard !key.isEmpty, key.count == names.count, Set(names).count == names.count else {
            throw PlanTextProblem("the key is not among the fields")
        }
        let alsoRead = try schemas(members.array("also_read"))
        guard Set((fields + alsoRead).map(\.name)).count == fields.count + alsoRead.count else {
            throw PlanTextProblem("a field is named twice")
        }
        let managed = ManagedFields(
            fields, key: key, alsoRead: alsoRead,
            conversion: try members.string("conversion"))
        guard try managed.binding == members.fingerprint("binding") else {
            throw PlanTextProblem("cells were compared by other rules than this version's")
        }
        return managed
    }

    private static func whole(
        _ members: PlanMembers, key: [FieldSchema]
    ) throws(PlanTextProblem) -> ManagedFields? {
        guard let list = try members.optional("whole", members.array) else { return nil }
        let fields = try schemas(list)
        guard key.allSatisfy(fields.contains), Set(fields.map(\.name)).count == fields.count else {
            throw PlanTextProblem("the fields of whole records do not fit the key")
        }
        return ManagedFields(fields, key: key)
    }

    private static func schemas(_ list: [JSONValue]) throws(PlanTextProblem) -> [FieldSchema] {
        var fields: [FieldSchema] = []
        for field in list { fields.append(try FieldSchema(plan: field)) }
        return fields
    }
}

extension PlanBasis {
    fileprivate var json: JSONValue {
        [
            "refresh": .string(refresh), "calls": JSONValue(calls), "records": JSONValue(recordCount),
            "complete": .bool(isComplete), "complete_since": JSONValue(completeSince),
            "seen_until": JSONValue(seenUntil), "pre_images": preImages.json,
            "where": JSONValue(optional: scope.formula), "view": JSONValue(optional: scope.view),
        ]
    }

    fileprivate init(json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        self.init(
            refresh: try members.string("refresh"), calls: try members.int("calls"),
            recordCount: try members.int("records"), isComplete: try members.bool("complete"),
            completeSince: try members.optional("complete_since", members.date),
            seenUntil: try members.optional("seen_until", members.date),
            preImages: try PreImages(of: members),
            scope: Scope(
                formula: try members.optional("where", members.string),
                view: try members.optional("view", members.string)))
    }
}

extension PlanMode {
    fileprivate var json: JSONValue {
        switch self {
        case .push: ["name": "push"]
        case .updateOnly: ["name": "update-only"]
        case .createOnly: ["name": "create-only"]
        case .fillMissing: ["name": "fill-missing"]
        case .mirror(let policy):
            [
                "name": "mirror", "delete": policy.extent == .all ? "all" : "tracked",
                "archive": policy.mark.map { ["field": $0.field.planJSON, "value": $0.value.json] } ?? .null,
            ]
        }
    }

    fileprivate init(json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        switch try members.string("name") {
        case "push": self = .push
        case "update-only": self = .updateOnly
        case "create-only": self = .createOnly
        case "fill-missing": self = .fillMissing
        case "mirror":
            let extent: DeletePolicy.Extent
            switch try members.string("delete") {
            case "all": extent = .all
            case "tracked": extent = .tracked
            case let other: throw PlanTextProblem("the extent \"\(other)\" is not known")
            }
            let archive = try members.optional("archive", members.members)
            var mark: DeletePolicy.Mark?
            if let archive {
                mark = DeletePolicy.Mark(
                    field: try FieldSchema(plan: archive.value("field")), value: FieldValue(try archive.value("value")))
            }
            self = .mirror(DeletePolicy(extent, mark: mark))
        case let name: throw PlanTextProblem("the mode \"\(name)\" is not known")
        }
    }
}

extension FieldSchema {
    fileprivate var planJSON: JSONValue {
        [
            "id": .string(id.rawValue), "name": .string(name), "type": .string(type.rawValue),
            "options": .object(options),
        ]
    }

    fileprivate init(plan json: JSONValue) throws(PlanTextProblem) {
        let members = try PlanMembers(json)
        guard let options = try members.value("options").objectValue else {
            throw PlanTextProblem("the options of a field are not an object")
        }
        self.init(
            id: FieldID(unchecked: try members.string("id")), name: try members.string("name"),
            type: FieldType(try members.string("type")), options: options)
    }
}
